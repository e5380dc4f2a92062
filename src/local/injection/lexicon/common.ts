/** Everyday English words. Three of them in leet writing show that a text is written like that on purpose. */
export const COMMON_WORDS = `the you are and this that with your have what from will all for not can but how who why when where
  out has had was were been being they their them there then than these those into only just like make made more most much
  very also about after again any because could would should does did doing each even give good here know look made need other
  over same some still such take tell thing think time under until use used user using want well which while write without
  work would yes please output text word words following answer translate translated translation sentence return response
  responses question questions title movie task begin new now say name names story example information language english
  content completely everything nothing something message respond reply always never must first second third
  exact exactly character characters letters letter list conversation custom created version access admin assistant
  administrator safety request proceed confidential data code markdown help hello is it be me my we he as at an do if in of on or
  so to us by go no up`;

/** Words whose rot13 form gives a rot13 text away, if two of them stand together. */
export const ROT13_WORDS = `the and you your that this with ignore previous instructions system prompt reveal show tell rules forget
  what have not all print password secret write how make for are is to of`;

/** Words whose reversed form gives a backward text away, if two of them stand together. */
export const REVERSED_WORDS = `the and you your that this with ignore previous instructions system prompt reveal show tell rules
  forget what have disregard print password secret write make from are instruction`;
