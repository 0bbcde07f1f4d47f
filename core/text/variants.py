"""Characters that people type for each other. A search takes them for the same."""

# The kanji of names: the old or rare form, and the usual one. 斎 and 斉 stay two: 一斉 is not 一斎.
KANJI = (
    "髙高 﨑崎 嵜崎 碕崎 𠮷吉 濵浜 濱浜 邊辺 邉辺 齋斎 齊斉 澤沢 櫻桜 眞真 廣広 國国 嶋島 嶌島 冨富 槇槙 瀨瀬 條条 龍竜 薗園 渕淵 渊淵 "
    "曾曽 惠恵 榮栄 實実 靜静 壽寿 藏蔵 圓円 應応 佛仏 會会 學学 關関 鐵鉄 豐豊 峯峰 嶽岳 埜野 舘館 桒桑 栁柳 𣘺橋 鷗鴎 桧檜 篭籠 德徳 "
    "黑黒 增増 兒児 彌弥 禮礼 萬万 與与 來来 傳伝 勳勲 晉晋 乘乗 讓譲 攝摂 聰聡 總総 鹽塩 亞亜 惡悪 將将 淸清 靑青 郞郎 祿禄 穗穂 顯顕 "
    "瑤瑶 遙遥 巖巌 嚴厳 縣県 戶戸 步歩 鄕郷 卷巻 緖緒 奧奥 當当 濟済 瀧滝 澁渋 團団 圖図 壯壮 燒焼 狹狭 礒磯 竝並 粹粋 絲糸 經経 聲声 "
    "莊荘 藝芸 藥薬 蘆芦 覺覚 讀読 變変 豫予 賴頼 轉転 邨村 鄰隣 釋釈 鑛鉱 靈霊 驒騨 鷄鶏 麥麦 黃黄 龜亀 俠侠 劍剣 倂併 淺浅 凜凛 堯尭 "
    "寬寛 敎教"
)
# What keyboards and phones put for the same key: wave dash and tilde, minus and hyphens, curly quotation marks.
SIGNS = "〜~ −- ‐- ‒- –- ‘' ’' “\" ”\""

VARIANTS = {pair[0]: pair[1] for pair in f"{KANJI} {SIGNS}".split()}
