using System.Text;
using Curate.Core.Options;
using Curate.Core.Select.Rules;
using Curate.TestKit;

namespace Curate.Core.Tests.Select.Rules;

/// <summary>Statistics against a naive version and numbers worked by hand; the first broken rule; what line rules cut.</summary>
public sealed class TextJudgeTests
{
    private static readonly string[] s_pieces =
    [
        "the", "The", "of", "and", "cat", "sat,", "(mat)", "x", "42", "3.5", "#", "##tag", "...", "wait...", "…", "—", "é", "naïve", "e\u0301a", "ÉTÉ", "-", "*", "•", "日本", "語", "カ",
        "don't", "a-b", "№", "½", "$5", "\u200B", "WITH", "that", ".", "end.", "end!", "»", "“so”",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Statistics_equal_the_naive_ones_on_random_texts(int seed)
    {
        Seeds.With((ulong)seed, () =>
        {
            var random = new SplitMix64((ulong)seed);
            TextJudge judge = Judge(new RulesOptions { Statistics = ["all"], ShortLine = 12, LongLine = 40 });
            for (int i = 0; i < 300; i++)
            {
                string text = Random(random);
                judge.Judge(Encoding.UTF8.GetBytes(text), all: true);
                foreach ((string name, double expected) in NaiveStatistics.Of(text))
                {
                    double got = judge.Values[(int)RuleBook.Columns.First(c => c.Name == name).Statistic];
                    Assert.True(expected == got, $"{name} of {Quoted(text)}: expected {NumberText.Of(expected)}, got {NumberText.Of(got)}");
                }
            }
        });
    }

    [Fact]
    public void Repetition_is_as_worked_by_hand()
    {
        // Eight tokens of one character and seven spaces: 15 characters. "a b" occurs three times (3 x 3 characters), "a b c" twice (2 x 5).
        TextJudge judge = Judged("a b c a b c a b", new RulesOptions { Statistics = ["all"] });
        Assert.Equal(9 / 15.0, Value(judge, TextStatistic.TopBigram));
        Assert.Equal(10 / 15.0, Value(judge, TextStatistic.TopTrigram));
        Assert.Equal(14 / 15.0, Value(judge, TextStatistic.TopFourGram));

        // The first five tokens recur at the fourth: 9 characters, and nothing else behind them.
        Assert.Equal(9 / 15.0, Value(judge, TextStatistic.DuplicateFiveGrams));
        Assert.Equal(0, Value(judge, TextStatistic.DuplicateSixGrams));
    }

    [Fact]
    public void A_run_that_overlaps_itself_is_never_more_than_the_text()
    {
        TextJudge judge = Judged("no no no no no no", new RulesOptions { Statistics = ["all"] });
        Assert.Equal(1, Value(judge, TextStatistic.TopBigram));
        Assert.Equal(0, Value(Judged("one two three", new RulesOptions { Statistics = ["all"] }), TextStatistic.TopBigram));
    }

    [Fact]
    public void An_empty_text_breaks_every_minimum_and_no_maximum()
    {
        TextJudge judge = Judged("", new RulesOptions { Presets = ["gopher", "fineweb-quality"] });
        Assert.Equal("too-few-words", RuleBook.All[judge.First].Reason);
        Assert.Equal(["too-few-words", "words-too-short", "few-alphabetic-words", "few-stop-words", "unterminated-lines"], Broken(judge));
    }

    [Theory]
    [InlineData("too-few-words", 5, 6)]
    [InlineData("too-many-words", 5, 4)]
    [InlineData("too-few-characters", 20, 21)]
    [InlineData("too-few-sentences", 2, 3)]
    [InlineData("too-few-lines", 1, 2)]
    [InlineData("words-too-short", 2.6, 2.7)]
    [InlineData("hash-symbols", 0.2, 0.19)]
    [InlineData("digits", 0.125, 0.12)]
    [InlineData("symbols", 0.1875, 0.18)]
    [InlineData("upper-case", 0.19, 0.18)]
    [InlineData("few-stop-words", 1, 2)]
    public void A_text_at_the_limit_keeps_a_rule_and_beyond_it_breaks_it(string reason, double kept, double broken)
    {
        const string Text = "The #cat ate. By 42.";
        RulesOptions With(double limit) => new() { Limits = new Dictionary<string, double> { [reason] = limit } };
        Assert.Equal(-1, Judged(Text, With(kept)).First);
        Assert.Equal(reason, RuleBook.All[Judged(Text, With(broken)).First].Reason);
    }

    [Fact]
    public void Every_share_and_count_of_a_preset_drops_for_its_own_reason()
    {
        string good = string.Join(' ', Enumerable.Range(0, 60).Select(static i => $"Sentence number{(char)('a' + (i % 26))}{i} of the text goes with that.")) + "\n";
        Assert.Empty(Broken(Judged(good, new RulesOptions { Presets = ["gopher-quality", "fineweb-quality"] })));
        Assert.Equal(["bullet-lines"], Broken(Judged("• " + good.Trim(), new RulesOptions { Presets = ["gopher-quality"] })));
        Assert.Equal(["ellipsis-lines"], Broken(Judged(good.Trim() + "...", new RulesOptions { Presets = ["gopher-quality"] })));
        Assert.Equal(["few-alphabetic-words"], Broken(Judged(good + string.Join(' ', Enumerable.Repeat("77777", 500)), new RulesOptions { Presets = ["gopher-quality"] })));
        Assert.Equal(["duplicate-lines", "duplicate-line-characters"], Broken(Judged(good + good, new RulesOptions { Limits = new Dictionary<string, double> { ["duplicate-lines"] = 0.3, ["duplicate-line-characters"] = 0.2 } })));
        Assert.Equal(["duplicate-paragraphs"], Broken(Judged(good + "\n" + good, new RulesOptions { Limits = new Dictionary<string, double> { ["duplicate-paragraphs"] = 0.3 } })));
        Assert.Equal(["line-breaks"], Broken(Judged("one.\ntwo.\n", new RulesOptions { Limits = new Dictionary<string, double> { ["line-breaks"] = 0.9 } })));
        Assert.Equal(["phrase"], Broken(Judged("Lorem IPSUM dolor.", new RulesOptions { Without = ["lorem ipsum"] })));
        Assert.Equal(["other-script"], Broken(Judged("Это по-русски.", new RulesOptions { Scripts = ["Latin"] })));
        Assert.Equal(["other-language"], Broken(Judged("Dies ist ein deutscher Satz über das Wetter.", new RulesOptions { Languages = ["en", "fr"], Off = ["unsure-language"] })));
    }

    [Fact]
    public void The_stricter_of_two_presets_holds_and_an_option_goes_before_both()
    {
        double[] limits = new RulesOptions { Presets = ["fineweb-quality", "gopher"] }.Resolved();
        Assert.Equal(0.01, limits[RuleBook.IndexOf("duplicate-line-characters")]);
        limits = new RulesOptions { Presets = ["gopher"], Limits = new Dictionary<string, double> { ["too-few-words"] = 7 }, Off = ["digits", "few-stop-words"] }.Resolved();
        Assert.Equal(7, limits[RuleBook.IndexOf("too-few-words")]);
        Assert.True(double.IsNaN(limits[RuleBook.IndexOf("few-stop-words")]));
        Assert.Equal(22, limits.Count(static l => !double.IsNaN(l)));
    }

    [Theory]
    [InlineData("A good line ends here.\nHome | About\nAnother good line, too.\n", "A good line ends here.\nAnother good line, too.\n")]
    [InlineData("A good line ends here.\r\nno end\r\n", "A good line ends here.\r\n")]
    [InlineData("A good line ends here.\r\nno end", "A good line ends here.")]
    [InlineData("A good line ends here.\n\n  \nno end", "A good line ends here.\n\n  ")]
    [InlineData("Too few.\nA good line ends here.", "A good line ends here.")]
    [InlineData("Read on and on...\nA good line ends here.", "A good line ends here.")]
    [InlineData("Please enable JavaScript to go on.\nA good line ends here.", "A good line ends here.")]
    [InlineData("A good line ends here.\nThis site uses cookies for its own good.\n\n", "A good line ends here.\n\n")]
    [InlineData("A wordlongerthanthat ends the line.\nA good line ends here.", "A good line ends here.")]
    public void C4_lines_are_cut_and_a_second_run_cuts_no_more(string text, string left)
    {
        var options = new RulesOptions { Presets = ["c4"], LineMaxWord = 15, Off = ["too-few-sentences"] };
        TextJudge judge = Judge(options);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        judge.Judge(bytes, all: true);
        byte[] rest = new byte[bytes.Length - judge.Cut.Bytes];
        judge.Cut.CopyLeft(bytes, rest);
        Assert.Equal(left, Encoding.UTF8.GetString(rest));
        Assert.Equal(-1, judge.First);
        judge.Judge(rest, all: true);
        Assert.Equal(0, judge.Cut.Units);
    }

    [Fact]
    public void Phrases_are_found_behind_other_characters_and_whatever_the_text_before_had()
    {
        TextJudge judge = Judge(new RulesOptions { Without = ["Lorem Ipsum", "Ä{"], LineWithout = ["USE cookies"], LineMinWords = 1 });
        judge.Judge("A long text with lorem ipsum and use cookies in it, to be forgotten."u8, all: true);
        judge.Judge("é is no ASCII, short"u8, all: true);
        Assert.Equal(-1, judge.First);
        judge.Judge("é LOREM IPSUM"u8, all: true);
        Assert.Equal(["phrase"], Broken(judge));
        judge.Judge("0123456789 0123456789 0123456789 0123456789 Ä{"u8, all: true);
        Assert.Equal(["phrase"], Broken(judge));
        judge.Judge("ä{ is another one\nWe Use COOKIES é"u8, all: true);
        Assert.Equal((-1, 1L), (judge.First, judge.Cut.Units));
    }

    [Fact]
    public void A_text_without_a_line_left_leaves_and_one_of_blank_lines_is_judged_by_the_other_rules()
    {
        Assert.Equal(["nothing-left"], Broken(Judged("Home\nAbout", new RulesOptions { LineTerminal = true })));
        Assert.Empty(Broken(Judged(" \n\n", new RulesOptions { LineTerminal = true })));
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_symbols()
    {
        TextJudge judge = Judge(new RulesOptions { Statistics = ["all"] });
        judge.Judge([(byte)'a', 0xFF, 0xFE, (byte)'b'], all: true);
        Assert.Equal(4, Value(judge, TextStatistic.Characters));
        Assert.Equal(0.5, Value(judge, TextStatistic.Symbols));
        Assert.Equal(1, Value(judge, TextStatistic.Words));
    }

    [Fact]
    public void Counters_survive_long_texts_between_short_ones()
    {
        TextJudge judge = Judge(new RulesOptions { Statistics = ["all"] });
        var random = new SplitMix64(5);
        string text = string.Join(' ', Enumerable.Range(0, 200_000).Select(_ => random.Below(1_000_000)));
        judge.Judge(Encoding.UTF8.GetBytes(text), all: true);
        Assert.Equal(200_000, Value(judge, TextStatistic.Words));
        judge.Judge("a b a b"u8, all: true);
        Assert.Equal(6 / 7.0, Value(judge, TextStatistic.TopBigram));
    }

    private static TextJudge Judge(RulesOptions options) => new(options.Setup("text"));

    private static TextJudge Judged(string text, RulesOptions options)
    {
        TextJudge judge = Judge(options);
        judge.Judge(Encoding.UTF8.GetBytes(text), all: true);
        return judge;
    }

    private static double Value(TextJudge judge, TextStatistic statistic) => judge.Values[(int)statistic];

    private static string[] Broken(TextJudge judge) => [.. RuleBook.All.Where((_, i) => (judge.Broken >> i & 1) != 0).Select(static r => r.Reason)];

    private static string Random(SplitMix64 random)
    {
        var text = new StringBuilder();
        int pieces = random.Between(0, 60);
        int different = random.Between(1, s_pieces.Length);
        for (int i = 0; i < pieces; i++)
        {
            text.Append(s_pieces[random.Below(different)]);
            text.Append(random.Pick([" ", " ", " ", "\n", "\n\n", "  ", "\t", "\r\n", "", "\u00A0", "\n \n"]));
        }

        return text.ToString();
    }

    private static string Quoted(string text) => "'" + text.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal) + "'";
}
