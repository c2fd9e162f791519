using Curate.Core.Errors;

namespace Curate.Core.Tests.Text.Tokens;

/// <summary>Vocabularies that can be followed by hand.</summary>
public sealed class TokenizerJsonTests
{
    private const string Letters = """ "a":1,"b":2,"c":3,"\u0120":4,"ab":5,"abc":6,"\u0120ab":7 """;

    private const string ByteLevel = """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}""";

    private static string Pairs(string settings = "", string vocabulary = Letters, string merges = """ ["a b","ab c",["\u0120","ab"]] """) =>
        $$"""{"type":"BPE",{{settings}}"vocab":{ {{vocabulary}} },"merges":{{merges}}}""";

    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 1)]
    [InlineData("cab", 2)]
    [InlineData("abc ab c", 4)] // abc, Gab, G, c: the space goes with the word behind it
    [InlineData("aXb", 1)] // there is no unknown token: X is dropped, and a and b are neighbours
    public void Byte_pairs_merge_by_the_list(string text, int tokens) =>
        Assert.Equal(tokens, TokenFiles.Count(TokenFiles.Json(Pairs(), ByteLevel), text));

    [Theory]
    [InlineData("", "cXX\u00E9", 4)] // each unknown character
    [InlineData("\"fuse_unk\":true,", "cXX\u00E9", 2)] // a run of them
    [InlineData("\"byte_fallback\":true,", "c\u00E9X", 4)] // two bytes, of which the vocabulary has tokens; X has none
    public void Unknown_characters_count_as_the_file_says(string settings, string text, int tokens) =>
        Assert.Equal(tokens, TokenFiles.Count(TokenFiles.Json(Pairs("\"unk_token\":\"<u>\"," + settings, Letters + ",\"<u>\":0,\"<0xC3>\":8,\"<0xA9>\":9")), text));

    [Fact]
    public void A_whole_entry_is_one_token_where_merges_are_ignored()
    {
        string vocabulary = Letters + ",\"cab\":8";
        Assert.Equal(2, TokenFiles.Count(TokenFiles.Json(Pairs("", vocabulary)), "cab"));
        Assert.Equal(1, TokenFiles.Count(TokenFiles.Json(Pairs("\"ignore_merges\":true,", vocabulary)), "cab"));
    }

    [Fact]
    public void A_suffix_marks_the_end_of_a_word()
    {
        string model = Pairs("\"end_of_word_suffix\":\"</w>\",\"unk_token\":\"<u>\",", """ "<u>":0,"a":1,"b":2,"b</w>":3,"ab</w>":4 """, """ [["a","b</w>"]] """);
        Assert.Equal(1, TokenFiles.Count(TokenFiles.Json(model), "ab"));
        Assert.Equal(3, TokenFiles.Count(TokenFiles.Json(model), "abb")); // a, b, b</w>: the list merges a with the last b alone
    }

    [Theory]
    [InlineData("unaffable", 3)] // un ##aff ##able
    [InlineData("unaffablex", 1)] // no way to the end: one unknown token
    [InlineData("affable", 1)] // aff begins no word
    [InlineData("un un", 2)]
    [InlineData("unununununun", 1)] // longer than the limit of ten
    public void Word_pieces_take_the_longest(string text, int tokens) => Assert.Equal(tokens, TokenFiles.Count(TokenFiles.Json(
        """{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":10,"vocab":{"[UNK]":0,"un":1,"##aff":2,"##able":3,"##un":4,"##a":5}}""",
        """{"type":"WhitespaceSplit"}"""), text));

    [Fact]
    public void Added_tokens_come_first_and_words_around_them_count()
    {
        string added = """
            [{"id":9,"content":"<s>","single_word":false,"lstrip":true,"rstrip":false,"normalized":false,"special":true},
             {"id":10,"content":"on","single_word":true,"lstrip":false,"rstrip":false,"normalized":false,"special":false},
             {"id":11,"content":"Big","single_word":false,"lstrip":false,"rstrip":false,"normalized":true,"special":false}]
            """;
        string file = TokenFiles.Pieces("""{"type":"Split","pattern":{"Regex":"."},"behavior":"Isolated","invert":false}""", """{"type":"Lowercase"}""", added);
        Assert.Equal(2, TokenFiles.Count(file, "a  <s>"));
        Assert.Equal(4, TokenFiles.Count(file, "one1"));
        Assert.Equal(3, TokenFiles.Count(file, "on x"));
        Assert.Equal(3, TokenFiles.Count(file, "xBIGx"));
    }

    [Theory]
    [InlineData("""{"type":"NFC"}""", "e\u0301", 1)]
    [InlineData("""{"type":"NFD"}""", "\u00E9", 2)]
    [InlineData("""{"type":"NFKC"}""", "\uFB01", 2)]
    [InlineData("""{"type":"NFKD"}""", "\u00BD", 3)]
    [InlineData("""{"type":"Lowercase"}""", "\u0130", 2)]
    [InlineData("""{"type":"Strip","strip_left":true,"strip_right":false}""", " \u3000a ", 2)]
    [InlineData("""{"type":"Sequence","normalizers":[{"type":"NFD"},{"type":"StripAccents"}]}""", "\u00E9", 1)]
    [InlineData("""{"type":"Replace","pattern":{"String":"ab"},"content":""}""", "abcab", 1)]
    [InlineData("""{"type":"Replace","pattern":{"Regex":" {2,}"},"content":"-"}""", "a   b", 3)]
    [InlineData("""{"type":"Prepend","prepend":"__"}""", "a", 3)]
    [InlineData("""{"type":"Nmt"}""", "a\u0001\u200Bb", 3)]
    [InlineData("""{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true}""", "\u0000\u00C9\u6211\t", 5)]
    public void Normalisers_rewrite_text(string normaliser, string text, int characters) =>
        Assert.Equal(characters, TokenFiles.Count(TokenFiles.Pieces("""{"type":"FixedLength","length":1}""", normaliser), text));

    [Theory]
    [InlineData("""{"type":"Whitespace"}""", "a_b, c!?", 4)]
    [InlineData("""{"type":"BertPreTokenizer"}""", "a_b, c!?", 7)]
    [InlineData("""{"type":"Digits","individual_digits":true}""", "a12b", 4)]
    [InlineData("""{"type":"Digits","individual_digits":false}""", "a12b", 3)]
    [InlineData("""{"type":"CharDelimiterSplit","delimiter":"-"}""", "-a-b--c", 3)]
    [InlineData("""{"type":"Metaspace","replacement":"\u2581","prepend_scheme":"always","split":true}""", "a b  c", 4)]
    [InlineData("""{"type":"Metaspace","replacement":"\u2581","prepend_scheme":"always","split":false}""", "a b  c", 1)]
    [InlineData("null", "a b  c", 1)]
    public void Pre_tokenizers_cut_text(string cutter, string text, int pieces) => Assert.Equal(pieces, TokenFiles.Count(TokenFiles.Pieces(cutter), text));

    [Theory]
    [InlineData("""{"type":"BertProcessing","sep":["[SEP]",1],"cls":["[CLS]",2]}""", 2)]
    [InlineData("""{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],"pair":[],"special_tokens":{"<s>":{"id":"<s>","ids":[1,2],"tokens":["<s>","<x>"]}}}""", 2)]
    [InlineData("""{"type":"Sequence","processors":[{"type":"ByteLevel"},{"type":"RobertaProcessing"}]}""", 2)]
    [InlineData("null", 0)]
    public void Tokens_around_a_text_are_known(string processor, int tokens) =>
        Assert.Equal(tokens, TokenFiles.Read(TokenFiles.Json("""{"type":"WordLevel","vocab":{"[UNK]":0},"unk_token":"[UNK]"}""", post: processor)).AroundText);

    [Fact]
    public void What_is_not_applied_is_noted()
    {
        string file = TokenFiles.Json(Pairs("\"dropout\":0.1,")).Replace("\"truncation\":null", "\"truncation\":{\"max_length\":5}", StringComparison.Ordinal);
        Assert.Equal(2, TokenFiles.Read(file).Notes.Count);
    }

    [Theory]
    [InlineData("""{"type":"UnicodeScripts"}""", "null", "pre-tokenizer 'UnicodeScripts'")]
    [InlineData("""{"type":"Sequence","pretokenizers":[{"type":"ByteLevel"},{"type":"Whitespace"}]}""", "null", "'Whitespace' after ByteLevel")]
    [InlineData("""{"type":"Split","pattern":{"Regex":"\\p{Han}"},"behavior":"Isolated"}""", "null", "pre_tokenizer.pattern.Regex")]
    [InlineData("""{"type":"Digits","individual_digits":true,"new":1}""", "null", "setting 'new'")]
    [InlineData("null", """{"type":"Sequence","normalizers":[{"type":"Magic"}]}""", "normalizer.normalizers[0]: the normalizer 'Magic'")]
    public void What_is_not_supported_is_refused_by_name(string cutter, string normaliser, string says)
    {
        CurateException refused = Assert.Throws<CurateException>(() => TokenFiles.Read(TokenFiles.Json(Pairs(), cutter, normaliser), "some.json"));
        Assert.Equal(ErrorCodes.UnsupportedTokenizer, refused.Code);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.Contains("some.json", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n\"model\":{\n\"type\" \"BPE\"}}", "line 3")]
    [InlineData("{\"version\":\"1.0\"}", "no 'model'")]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[\"a b\"]}}", "model.merges[0]: the vocabulary has no token 'b'")]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[\"a\"]}}", "a merge has two parts")]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"a\":1},\"merges\":[]}}", "there twice")]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":-1},\"merges\":[]}}", "model.vocab['a']: a whole number")]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":{\"\\ud800\":1},\"merges\":[]}}", "surrogate")]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":[],\"merges\":[]}}", "model.vocab: an object is expected")]
    [InlineData("{\"model\":{\"type\":\"Unigram\",\"unk_id\":7,\"vocab\":[[\"a\",-1]]}}", "model.unk_id")]
    [InlineData("{\"model\":{\"type\":\"Unigram\",\"vocab\":[[\"a\",\"b\"]]}}", "model.vocab[0][1]: a number is expected")]
    [InlineData("{\"model\":{\"type\":\"Unigram\",\"vocab\":[[\"a\",1e999]]}}", "finite")]
    [InlineData("{\"model\":{\"type\":\"WordPiece\",\"unk_token\":\"[UNK]\",\"vocab\":{}}}", "model.unk_token")]
    [InlineData("{\"normalizer\":{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAAA\"},\"model\":{\"type\":\"Unigram\",\"vocab\":[[\"a\",1]]}}", "character map")]
    [InlineData("   ", "empty")]
    [InlineData("\u0001\u0002", "first bytes")]
    public void Damage_is_told_with_its_place(string content, string says)
    {
        CurateException refused = Assert.Throws<CurateException>(() => TokenFiles.Read(content, "some.json"));
        Assert.Equal(ErrorCodes.BadVocabulary, refused.Code);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_end_and_files_cut_short_anywhere_are_errors()
    {
        Assert.Throws<CurateException>(() => TokenFiles.Read(new string('[', 100_000).Insert(0, "{\"model\":")));
        string whole = TokenFiles.Json(Pairs(), ByteLevel, """{"type":"NFC"}""");
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Throws<CurateException>(() => TokenFiles.Read(whole[..length]));
        }
    }
}
