import type { Lexicon } from './concepts.js';

/** Russian, Ukrainian, Polish, Czech, Serbian and Croatian in part. */
export const SLAVIC: Lexicon = {
  OVERRIDE: `игнорируя игнорируй* игнорировать проигнорируй* забудь забудьте забыть отмени* отбрось* пренебрег* проигнорируйте ігноруй* забудь
    забудьте проігноруй* скасуй* zignoruj* ignoruj* pomiń pomin zapomnij* zapomnieć odrzuć ignorovat zapomeň zapomen
    ignoriraj* zaboravi zaboravite отхвърли игнорирай забрави`,
  PRIOR: `вышеприведенн* приведенн* выше* указанн* наведен* wyżej výše uveden* gore навед* предыдущ* прежн* предшеств* вышеуказан* вышеизложен* ранее выше прошл* исходн* первоначальн* начальн* попередн* раніше вище
    початков* poprzedni* wcześniejsz* wczesniejsz* powyższ* powyzsz* dotychczasow* wcześniej predchoz* předchoz* prethodn*
    pierwotn* предишн*`,
  INSTRUCTION: `подсказк* підказк* инструкц* указан* правил* команд* директив* приказ* распоряжен* установк* промпт* ограничен* інструкц* вказівк*
    правил* instrukcj* polece* wytyczn* zasad* reguł* regul* rozkaz* komend* pokyn* instrukc* uputstv* upute pravil* naredb*`,
  TEXTUAL:
    'вопрос* запрос* питанн* pytani* pytań otázk* pitanj* текст* сообщен* контекст* задани* задач* разговор* повідомлен* завдан* tekst wiadomo* zadani* kontekst* rozmow* zprav*',
  ALL: 'все всё всех всю любые усі всі всіх wszystkie wszystko wszystkich wszelkie cał* všechny vsechny sve весь',
  YOUR: 'твой твои твоих твоя твою свои свой ваши ваш ваших твої свої twoje twoich swoje swoich twój swój své svoje tvoje',
  REVEAL: `раскрой* покажи* повтори* выведи* распечатай* выдай* показать повторить вывести розкрий* покажи* повтори* виведи* ujawnij*
    pokaż* pokaz powtórz* powtorz* wyświetl* wyswietl* wypisz* wydrukuj* odhal* zobraz* zopakuj* otkrij* prikaži ponovi`,
  TELL: 'скажи* назови* напиши* расскажи* дай перечисли* какие какой каковы скажи* напиши* розкажи* powiedz* podaj* napisz* jaki jakie jaka řekni napiš reci',
  HIDDEN:
    'систем* скрыт* секретн* внутрен* начальн* исходн* прихован* систем* внутрішн* systemow* ukryt* tajn* poufn* wewnętrzn* systémov* skryt* sustavn*',
  SECRET:
    'пароль пароля пароли ключ ключи секрет* учетн* пароль hasło haslo hasła klucz heslo lozink* sekret*',
  ACT: 'притворись представь веди действуй играй отвечай сыграй уяви поводься дій udawaj zachowuj działaj dzialaj wyobraź odgrywaj odpowiadaj předstírej chovej pretvaraj',
  AI: 'ии нейросеть ассистент* помощник* бот модель ші sztuczn* asystent* asistent* чатгпт',
  NOT: 'не нет никогда ні ніколи nie nigdy ne nikdy nikad',
  WITHOUT: 'без bez wolny свободн* вільн*',
  LIMIT:
    'ограничен* фильтр* цензур* этик* этическ* морал* запрет* границ* обмежен* фільтр* ogranicze* filtr* cenzur* etyk* etyczn* moral* omezen* ograničen*',
  SAFETY: 'безопасност* этическ* безпек* bezpiecze* bezpečnost* sigurnos*',
  DISABLE:
    'отключи* выключи* обойди* сними* убери* вимкни* обійди* wyłącz* wylacz* obejdź* usuń* odblokuj* vypni obejdi isključi',
  MODE: 'режим* tryb* trybie režim',
  FOLLOW:
    'следуй* соблюдай* слушай* подчиняйся выполняй* дотримуйся przestrzegaj* stosuj* słuchaj wykonuj následuj slijedi',
  NEW: 'новы* нове нова нові nowe nowy nowych następujące nové nove следующ* наступн*',
  NOW: 'теперь сейчас отныне тепер зараз відтепер teraz odtąd nyní teď sada',
  YOU_ARE: 'ты вы ти jesteś jestes będziesz jsi',
  HARM: 'незаконн* опасн* вредн* незаконн* nielegaln* niebezpieczn* nelegální',
  REFUSE: 'отказывай* извиняй* отказ* відмовля* odmawiaj* przepraszaj*',
  DO: 'отправь* перешли* удали* выполни* переведи* надішли* wyślij* wyslij* prześlij* usuń* wykonaj* odešli pošalji',
  PRIVATE: 'личн* персональн* данн* конфиденциальн* особист* osobow* prywatn* dan* osobní',
  ATTENTION: 'важно внимание срочно важливо увага ważne uwaga pilne důležité',
  FREE: 'неограниченн* нецензур* nieograniczon*',
  CHARACTER: 'роль персонаж* роли rolę postać',
  OUTPUT: `выведи* выводи* вывод введи* ответь* напиши* повтори* скажи* сообщи* виведи* відповід* напиши* wypisz odpowiedz napisz powtórz powiedz
    vypiš odpověz napiš zopakuj ispiši`,
  SEND: 'отправь* отправляй* перешли* пошли* передай* надішли* перешли* wyślij* wyslij* prześlij* przekaż* odešli pošli pošalji',
  USER: 'пользовател* користувач* użytkownik* uzytkownik* uživatel* korisnik* клиент* потребител*',
  MENTION:
    'сообщай* говори* упоминай* рассказывай* говорить повідомляй* кажи* згадуй* mów* wspominaj* informuj* zmiňuj* říkej* spominji',
  NOTE: 'примечан* заметка заметк* инструкц* сообщен* примітк* uwaga notatka poznámka bilješka',
  FOR: 'для dla pro za за',
};

/**
 * Turkish, Arabic, Persian, Hindi, Urdu, Bengali, Indonesian, Malay, Filipino, Vietnamese, Hebrew, Greek, Finnish,
 * Hungarian, Swahili.
 */
export const MANY: Lexicon = {
  OVERRIDE: `وتجاهل تجاهله جاهل jätä huomiotta figyelmen kívül abaikan lupakan acuhkan hiraukan bỏ qua quên lờ تجاهل تجاهلوا انس انسى نادیده huwag-pansinin balewalain kalimutan puuza sahau
    αγνόησε αγνοήστε ξέχασε התעלם התעלמי שכח unohda sivuuta ohita felejtsd hagyd abaikanlah ingat-lupa ignorahin ابطل`,
  OVERRIDE_LAST: `अनसुना নজরআন্দাজ نادیده بگیر نظر yoksay* unut unutun görmezden gormezden dikkate onemseme önemseme geçersiz boşver अनदेखा अनदेखी नज़रअंदाज़ भूल भूलें उपेक्षा
    نظرانداز فراموش উপেক্ষা ভুলে`,
  PRIOR: `उपरोक्त उपर्युक्त पूर्ववर्ती المذكورة المذكور أعلاه فوق الأعلى উপরোক্ত আগেকার onceki önceki öncekileri yukaridaki yukarıdaki eski sebelumnya sebelum diatas atas terdahulu awal trước đó trên ban đầu السابقة السابق
    السابقه أعلاه قبل السابقين قبلی پیشین पिछले पिछली पिछला पूर्व ऊपर पहले উপরের আগের পূর্ববর্তী nakaraang nakaraan naunang itaas
    προηγούμενες παραπάνω הקודמות הקודם לעיל aiemmat edelliset aikaisemmat korábbi előző uliopita سابقہ پچھلی`,
  INSTRUCTION: `الأمر الموجه موجه والأوامر कमांड प्रॉम्प्ट आदेशों প্রম্পট* কমান্ড* প্রম্পটটি prompt promptu پرامپت دستورالعمل‌های دستورات ہدایات ohjeistus järjestelmäkeh* utasítást promptot talimat* yönerge* komut* kural* kurallar* instruksi instruksinya perintah arahan aturan petunjuk hướng lệnh chỉ quy-tắc التعليمات تعليمات
    تعليماتك الأوامر أوامر القواعد التوجيهات الإرشادات دستورالعمل* دستورات निर्देश* निर्देशों अनुदेश* नियम* आदेश* নির্দেশ* নিয়ম*
    tagubilin* panuto mga-tagubilin utos οδηγίες οδηγιών εντολές ההוראות הוראות ohjeet ohjeita utasítás* szabály* maagizo sheria
    ہدایات`,
  TEXTUAL:
    'السؤال الأسئلة أسئلة سؤال سؤالي التذكير प्रश्न प्रश्नों सवाल सवालों संकेत समस्या समस्याओं প্রশ্ন* সমস্যা* sorular* soruyu soruyu pertanyaan câu hỏi ερώτηση השאלה kysymy* kérdés* پرسش سوال metin metni mesaj* konuşma* görev* teks pesan percakapan tugas văn bản tin nhắn cuộc النص الرسالة المحادثة النصوص संदेश पाठ बातचीत বার্তা teksto mensahe',
  ALL: 'tüm tum bütün butun hepsi her semua segala seluruh tất cả mọi toàn bộ جميع كل كافة همه सभी सब सारे সব সমস্ত lahat όλες כל kaikki minden összes yote',
  YOUR: 'senin sizin kendi anda kamu mu nya bạn của mày आपके अपने आपका तुम्हारे তোমার আপনার iyong mo',
  REVEAL: `ungkapkan tampilkan bocorkan ulangi cetak tunjukkan tiết lộ hiển thị lặp lại hiện اكشف اعرض أظهر كرر اطبع افصح ibunyag ipakita ulitin
    אמור חשוף הצג paljasta näytä toista mutasd`,
  REVEAL_LAST:
    'göster* acikla açıkla* tekrarla* yazdir* yazdır* ifşa söyle* listele* बताओ बताएं बताइए दिखाएं दिखाओ दोहराएं दोहराएँ প্রকাশ দেখাও বলুন',
  TELL: 'beritahu katakan berikan sebutkan tulis apa nói cho viết cung-cấp أخبرني قل اكتب اذكر أعطني ما sabihin ibigay isulat nedir nelerdir ne',
  HIDDEN:
    'sistem gizli rahasia tersembunyi awal hệ thống bí mật ẩn النظام السرية المخفية الأصلية सिस्टम गुप्त छिपे সিস্টেম lihim sistema συστήματος מערכת järjestelmä rendszer',
  SECRET:
    'şifre* sifre* parola* anahtar* sandi kunci rahasia mật khẩu khóa كلمة السر المرور مفتاح سر पासवर्ड गुप्त পাসওয়ার্ড password',
  ACT: 'davran rol gibi taklit bertindak berpura bersikap berperan bayangkan anggap đóng vai hành-động giả vờ تصرف تظاهر تخيل अभिनय कल्पना magpanggap kumilos umakto viselkedj esitä',
  AI: 'yapay zeka asisten asistan model trợ الذكاء مساعد एआई सहायक katulong',
  NOT: 'değil hayır yok tidak jangan bukan không đừng لا ليس नहीं न মত না hindi huwag',
  WITHOUT: 'olmadan sız olmayan tanpa bebas không بدون دون بلا बिना ছাড়া walang χωρίς ללא ilman nélkül bila',
  LIMIT:
    'kısıtlama* kisitlama* sınırlama* sınır* filtre* sansür* etik* ahlak* batasan pembatasan filter sensor etika moral hạn chế giới hạn đạo đức قيود القيود حدود رقابة أخلاقية प्रतिबंध* सीमा* नैतिक* বিধিনিষেধ paghihigpit limitasyon',
  SAFETY: 'güvenlik* keamanan etika an toàn السلامة الأمان सुरक्षा নিরাপত্তা kaligtasan',
  DISABLE:
    'devre kapat* kaldır* atla nonaktifkan matikan hapus lewati vô hiệu tắt xóa عطل أزل تجاوز اكسر अक्षम हटाएं নিষ্ক্রিয়',
  MODE: 'modu modunda mod mode chế độ وضع मोड',
  FOLLOW: 'uy takip izle ikuti patuhi turuti tuân theo làm اتبع أطع पालन sundin',
  NEW: 'yeni aşağıdaki şu baru berikut mới sau الجديدة التالية नए नया নতুন bagong',
  NOW: 'şimdi artık bundan bundan sekarang mulai bây giờ từ الآن अब से এখন ngayon',
  YOU_ARE: 'sen sensin artıksın kamu adalah bạn là أنت आप हैं ikaw ay',
  DO: 'gönder* sil* çalıştır* kirim kirimkan teruskan hapus gửi chuyển أرسل ارسل احذف حول भेजें भेजो ipadala',
  PRIVATE: 'kişisel veri* pribadi data cá nhân dữ liệu الشخصية بيانات व्यक्तिगत डेटा personal',
  HARM: 'yasadışı zararlı ilegal berbahaya bất hợp pháp nguy غير قانوني خطير अवैध खतरनाक',
  ATTENTION: 'önemli dikkat penting perhatian quan trọng هام مهم تنبيه महत्वपूर्ण ध्यान mahalaga',
  OUTPUT: `çıktı yaz* yazdır* tekrarla* söyle* yanıtla* keluarkan cetak ulangi katakan tulis jawab xuất lặp trả أخرج إخراج اخرج والإخراج وأخرج كرر وكرر
    اطبع اكتب قل الإخراج وكرري आउटपुट परिणाम दोहराएं दोहराएँ दोहराओ लिखें कहें आउटपुट আউটপুট বলুন লিখুন পুনরাবৃত্তি ফলাফল خروجی بنویس بگو تکرار`,
  SEND: 'gönder* ilet* kirim kirimkan teruskan gửi chuyển أرسل ارسل حول भेजें भेजो भेज পাঠান ipadala שלח στείλε lähetä küldd بفرست ارسال بھیجیں',
  USER: 'kullanıcı* kullanici* pengguna dùng المستخدم مستخدم للمستخدم उपयोगकर्ता यूज़र ব্যবহারকারী* gumagamit משתמש למשתמש χρήστη käyttäjälle felhasználó* کاربر صارف',
  MENTION:
    'bahset* söyleme* belirtme* sebut sebutkan beritahu nói nhắc تذكر تخبر बताएं बताना बताएँ বলবেন sabihin banggitin תזכיר αναφέρεις mainitse',
  NOTE: 'not notu catatan ghi chú ملاحظة नोट নোট paalala הערה σημείωση huomautus یادداشت توجہ',
  FOR: 'untuk cho إلى لـ ל για برای',
  FOR_LAST: 'için के लिए کے לیے জন্য',
};

/** Chinese, Japanese, Korean, Thai. Words without blanks are found inside a run of characters. */
export const EAST_ASIAN: Lexicon = {
  OVERRIDE:
    '忽略 忽視 忽视 无视 無視 忘记 忘記 忘掉 不要理会 不理会 不要遵守 不要遵循 抛弃 丢弃 覆盖 覆蓋 跳过 绕过 取消 เพิกเฉย ละเว้น ลืม ไม่ต้องสนใจ',
  OVERRIDE_LAST:
    '無視して 無視し 無視せよ 無視しろ 無視 忘れて 忘れろ 忘れてください 破棄し 破棄して 従わない 従わないで 取り消し 무시* 잊어* 잊고* 잊으* 따르지* 버리* 삭제*',
  PRIOR:
    '之前 以前 先前 上述 上面 以上 前面 前述 此前 原来 原始 最初 前の 以前の 上記 これまで 今まで 先ほど 元の 従来 이전* 위의 위* 앞의 앞선 지금까지* 기존* 원래* ก่อนหน้า ข้างต้น ด้านบน เดิม',
  INSTRUCTION:
    '指令 指示 命令 规则 規則 提示 提示词 提示詞 要求 约束 限制 设定 設定 规定 指导 ルール 指示事項 命令文 プロンプト 規約 指図 ガイドライン 制約 지시* 명령* 규칙* 지침* 프롬프트* 설정* 제약* คำสั่ง คำแนะนำ กฎ',
  TEXTUAL:
    '问题 提问 問題 提問 質問 質問文 コマンド 질문* 문제* คำถาม 内容 內容 文本 文字 对话 對話 消息 信息 任务 話 文章 会話 テキスト メッセージ タスク 내용* 대화* 메시지* 텍스트* 글* ข้อความ บทสนทนา',
  ALL: '所有 全部 一切 任何 全て すべて 全部の あらゆる 모든 모두 전부 ทั้งหมด ทุก',
  YOUR: '你的 您的 你 您 あなたの あなた 君の お前の 너의 당신의 네 당신* ของคุณ คุณ',
  REVEAL:
    '透露 泄露 洩露 显示 顯示 展示 输出 輸出 打印 重复 重複 复述 複述 公开 揭示 告诉 告訴 说出 เปิดเผย แสดง ทำซ้ำ พิมพ์',
  REVEAL_LAST:
    '表示して 表示 開示 開示して 教えて 出力して 出力 繰り返して 繰り返し 公開して 明かして 見せて 書き出して 보여* 출력* 알려* 공개* 말해* 반복* 표시* 드러*',
  TELL: '给我 給我 写出 列出 翻译 复制 是什么 是什麼 什么 何ですか 何 은 무엇* 뭐* บอก อะไร',
  HIDDEN:
    '系统 系統 隐藏 隱藏 秘密 内部 初始 システム 隠された 内部の 最初の 시스템* 숨겨* 비밀* 내부* 초기* ระบบ ลับ ซ่อน',
  PROMPT: '系统提示 系统提示词 系統提示 系統提示詞 システムプロンプト 시스템프롬프트*',
  SECRET: '密码 密碼 密钥 金鑰 口令 秘钥 パスワード 秘密鍵 暗号 秘密の言葉 비밀번호* 암호* 키 รหัสผ่าน',
  ACT: '扮演 假装 假裝 充当 模拟 模擬 想象 当作 作为 演じて 振る舞って ふりをして なりきって 振る舞い 演じる 역할* 행동* 연기* 척* แสดงเป็น สวมบทบาท ทำตัว แกล้งทำ',
  AI: '人工智能 助手 模型 机器人 人工知能 アシスタント チャットボット モデル 인공지능* 어시스턴트* 챗봇* 모델* ผู้ช่วย',
  NOT: '不 没有 不要 不能 不会 ない しない 않* 못* 하지 ไม่',
  WITHOUT:
    '没有 没有任何 無 无 不受 不受任何 摆脱 なしで なし なしに ない にとらわれず 縛られない 없이* 없는* 받지 โดยไม่มี ไม่มี ปราศจาก',
  LIMIT:
    '限制 约束 約束 过滤 過濾 审查 審查 道德 伦理 底线 束缚 制限 制約 フィルター 検閲 倫理 道徳 제한* 제약* 필터* 검열* 윤리* 도덕* ข้อจำกัด จริยธรรม ตัวกรอง',
  SAFETY: '安全 道德 内容审查 安全性 セーフティ 倫理 안전* 윤리* ความปลอดภัย',
  DISABLE:
    '关闭 關閉 禁用 解除 绕过 繞過 移除 突破 取消 無効に 無効化 解除して オフに 回避 해제* 비활성* 우회* 끄* ปิด ยกเลิก',
  MODE: '模式 モード 모드* โหมด',
  FOLLOW: '遵守 遵循 服从 服從 听从 执行 従って 従う 従い 守って 따라* 따르* 복종* ทำตาม ปฏิบัติตาม',
  NEW: '新的 新 以下 接下来 真正 新しい 次の 以下の 새로운 새 다음* ใหม่ ต่อไปนี้',
  NOW: '现在 現在 从现在 从现在起 從現在 今后 立即 现在起 今から これから 代わりに 지금* 이제* 앞으로 대신* ตอนนี้ จากนี้ แทน',
  YOU_ARE: '你是 你现在是 您是 你将 你要 あなたは 君は お前は 너는 넌 당신은 คุณคือ คุณเป็น',
  HARM: '非法 违法 危险 有害 不道德 違法 危険 非倫理的 불법* 위험* 비윤리* ผิดกฎหมาย อันตราย',
  REFUSE: '拒绝 拒絕 道歉 抱歉 警告 拒否 断ら 謝罪 거부* 거절* 사과* ปฏิเสธ ขอโทษ',
  DO: '发送 發送 转发 執行 删除 转账 送信 転送 実行 削除 送って 보내* 전송* 실행* 전달* ส่ง ลบ',
  PRIVATE: '个人 個人 隐私 机密 敏感 個人情報 機密 개인* 기밀* 민감* ส่วนตัว',
  ATTENTION: '重要 注意 紧急 緊急 警告 중요* 주의* 긴급* สำคัญ',
  FREE: '无限制 不受限制 無制限 자유* 무제한*',
  CHARACTER: '角色 人格 役 キャラクター 캐릭터*',
  OUTPUT:
    '输出 輸出 复述 複述 回答 直接回答 说 打印 出力 アウトプット 入力 出力して 繰り返して 回答して 言って 출력* 대답* 말하* 반복* แสดงผล พิมพ์ ตอบ',
  SEND: '发送 發送 转发 轉發 上传 送信 転送 送って 送信し 보내* 전송* 전달* ส่ง ส่งต่อ',
  USER: '用户 用戶 使用者 ユーザー 利用者 사용자* ผู้ใช้',
  MENTION: '提及 告诉 告訴 告知 透露 言わない 伝えない 知らせない 言及 언급* 말하지 알리지 บอก แจ้ง',
  NOTE: '注意 说明 備註 备注 注記 注意書き メモ 참고* 메모* หมายเหตุ',
  FOR: '给 給 致 对 สำหรับ ถึง',
  FOR_LAST: 'へ 向け 向けの 에게 위한',
};
