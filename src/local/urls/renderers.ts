/**
 * Services that draw the text in their address, or that keep pictures under long names. An image request reaches their
 * operators and not the writer of the address, so text and codes in it are no payload. A page to which they lead is
 * judged.
 */
export const RENDERERS: ReadonlySet<string> = new Set([
  // Badges, placeholders, charts, formulas, diagrams, codes.
  'shields.io',
  'badgen.net',
  'badge.fury.io',
  'forthebadge.com',
  'skillicons.dev',
  'placehold.co',
  'placehold.it',
  'placeholder.com',
  'dummyimage.com',
  'fakeimg.pl',
  'quickchart.io',
  'image-charts.com',
  'chart.googleapis.com',
  'chart.apis.google.com',
  'latex.codecogs.com',
  'math.vercel.app',
  'render.githubusercontent.com',
  'mermaid.ink',
  'kroki.io',
  'plantuml.com',
  'yuml.me',
  'api.qrserver.com',
  'star-history.com',
  'contrib.rocks',
  'capsule-render.vercel.app',
  'github-readme-stats.vercel.app',
  'github-readme-streak-stats.herokuapp.com',
  'streak-stats.demolab.com',
  'readme-typing-svg.herokuapp.com',
  'readme-typing-svg.demolab.com',
  'socialify.git.ci',
  'opengraph.githubassets.com',
  'og-image.vercel.app',
  // Pictures from a description.
  'image.pollinations.ai',
  'source.unsplash.com',
  'images.unsplash.com',
  'loremflickr.com',
  'mm.bing.net',
  'robohash.org',
  'api.dicebear.com',
  'ui-avatars.com',
  'gravatar.com',
  'unavatar.io',
  // Stores of pictures whose logs nobody else can read.
  'avatars.githubusercontent.com',
  'private-user-images.githubusercontent.com',
  'user-images.githubusercontent.com',
  'googleusercontent.com',
  'ggpht.com',
  'ytimg.com',
  'gstatic.com',
  'maps.googleapis.com',
  'api.mapbox.com',
  'fbcdn.net',
  'cdninstagram.com',
  'twimg.com',
  'licdn.com',
  'pinimg.com',
  'redd.it',
  'wikimedia.org',
  'media-amazon.com',
  'ssl-images-amazon.com',
  'slack-edge.com',
]);

/** Names of query parameters with a text to be drawn. */
export const DRAWN_NAMES: ReadonlySet<string> = new Set(
  'alt badge caption chart chd chl chs chtt content desc description font formula headline label labels latex line lines math message msg name subtitle tex text text1 text2 title txt'.split(
    ' ',
  ),
);

/** Names of query parameters that sign or name a picture, as the large stores and networks call them. */
export const SIGNED_NAME =
  /^(?:x-(?:amz|goog|oss|cos|bce|obs)-|(?:_nc|ig)_|sig(?:nature)?$|sign$|policy$|key-pair-id$|expires$|jwt$|token$|access_?token$|auth(?:_key|orization)?$|awsaccesskeyid$|googleaccessid$|ossaccesskeyid$|ixid$|h(?:ash|mac|m)?$|s$|se$|skoid$|efg$|oh$|hdnts$|verify$|st(?:ate)?$)/i;

/** Names of query parameters whose value is somebody's secret. */
export const TELLING_NAME =
  /^(?:pass(?:word|wd|phrase)?|pwd|secrets?|credentials?|ssn|cvv|(?:credit_?)?card(?:_?number)?|private_?key|system_?prompt|conversation|(?:chat_?)?history|user_?data|exfil|stolen|leak(?:ed)?)$/i;
