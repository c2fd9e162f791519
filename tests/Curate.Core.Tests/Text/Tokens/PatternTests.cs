using System.Text;
using System.Text.RegularExpressions;
using Curate.Core.Text.Tokens;
using Curate.Core.Text.Tokens.Splitting;
using Curate.TestKit;

namespace Curate.Core.Tests.Text.Tokens;

public sealed class PatternTests
{
    public static TheoryData<string> Names => [.. KnownPattern.All.Select(static p => p.Name)];

    [Theory]
    [InlineData("gpt2", "Hello  world's 123456\n\n x", "Hello| | world|'s| 123456|\n\n| x")]
    [InlineData("gpt2", "I'LL \t!?", "I|'|LL| |\t|!?")]
    [InlineData("cl100k", "Hello  world'S 123456\n\n x", "Hello| | world|'S| |123|456|\n\n| x")]
    [InlineData("cl100k", "\tif(x)\r\n\r\n  y  ", "\tif|(x|)\r\n\r\n| | y|  ")]
    [InlineData("qwen2", "a123", "a|1|2|3")]
    [InlineData("o200k", "camelCaseABCdef's HTML5/\n", "camel|Case|ABCdef's| HTML|5|/\n")]
    [InlineData("o200k", "don\u2019t WE'LL e\u0301a", "don|\u2019t| WE'LL| e\u0301a")]
    [InlineData("o200k", "\u02B0A\u02B0B", "\u02B0A\u02B0|B")]
    [InlineData("cl100k", "it'\u017F \U0001D518\U0001D52B\U00020000x \U0001F916!", "it|'\u017F| \U0001D518\U0001D52B\U00020000x| \U0001F916!")]
    public void Known_patterns_cut_as_published(string name, string text, string pieces) =>
        Assert.Equal(pieces.Split('|'), Cut(new PatternMatcher(KnownPattern.All.First(p => p.Name == name)), text));

    [Theory]
    [MemberData(nameof(Names))]
    public void Random_text_is_cut_as_the_regular_expression_cuts_it(string name)
    {
        KnownPattern pattern = KnownPattern.All.First(p => p.Name == name);
        var model = new Regex(pattern.Regex, RegexOptions.CultureInvariant);
        var matcher = new PatternMatcher(pattern);
        string[] alphabet = ["a", "b", "S", "T", "'", "'s", "'ll", "'RE", " ", "  ", "\n", "\r", "\t", "\u00A0", "\u3000", "1", "22", "\u0663", "\u00BD", ".", "/", "-", "\u6211", "\u02B0", "\u01C5", "\u0301", "\u00DF", "\u0416", "\u0436", "\u200D", "\uE000"];
        Seeds.Each(4, seed =>
        {
            var random = new Random((int)seed);
            for (int n = 0; n < 400; n++)
            {
                string text = string.Concat(Enumerable.Range(0, 1 + random.Next(14)).Select(_ => alphabet[random.Next(alphabet.Length)]));
                Assert.Equal(model.Matches(text).Select(static m => m.Value), Cut(matcher, text));
            }
        });
    }

    [Theory]
    [InlineData(@"\p{L}+", "a\U0001D518b \U0001F916", "a\U0001D518b")] // an astral letter is a letter
    [InlineData(@"[\u4e00-\u9fff]+|\p{So}", "\u6211\U00020000\U0001F916", "\u6211|\U0001F916")] // and no character that the pattern names
    [InlineData(@"\w+", "a\u00B2_\u2160\u24B6\U0001F130 -", "a\u00B2_\u2160\u24B6\U0001F130")]
    [InlineData(@"(?i:ks|[d])+", "K\u017FD x", "K\u017FD")]
    [InlineData(@"\p{Lu}++\p{Ll}", "ABc", "ABc")]
    [InlineData(@"a?+a", "aab", "aa")]
    public void A_regular_expression_sees_characters_not_surrogates(string pattern, string text, string found) =>
        Assert.Equal(found.Split('|'), Cut(RegexMatcher.Of(pattern), text));

    /// <summary>Patterns that go back and forth for 2^60 steps where an engine lets them.</summary>
    [Theory]
    [InlineData(@"(\p{L}+)+!")]
    [InlineData(@"(a|a)+!")]
    [InlineData(@"(?:a?){60}a{60}!")]
    public void Hostile_expression_takes_the_time_of_one_walk(string pattern)
    {
        string text = new string('a', 60) + ".";
        Assert.Equal([], Cut(RegexMatcher.Of(pattern, TimeSpan.FromDays(1)), text));
        Assert.Equal([new string('a', 60) + "!"], Cut(RegexMatcher.Of(pattern, TimeSpan.FromDays(1)), new string('a', 60) + "!"));
    }

    /// <summary>Both engines find the same, in the order of alternatives.</summary>
    [Theory]
    [InlineData(@"a|ab|abc")]
    [InlineData(@"(?:ab?|a)(?:b|bc)?")]
    [InlineData(@"\p{L}+?|\s+|[^\s\p{L}]+")]
    [InlineData(@"a*?b|b*|(?i:AB)+")]
    [InlineData(@"(?:a{1,2}){2,3}|.")]
    public void Engine_that_never_goes_back_finds_what_the_other_finds(string pattern)
    {
        var model = new Regex(pattern, RegexOptions.CultureInvariant);
        RegexMatcher matcher = RegexMatcher.Of(pattern);
        Seeds.Each(2, seed =>
        {
            var random = new Random((int)seed);
            for (int n = 0; n < 300; n++)
            {
                string text = string.Concat(Enumerable.Range(0, 1 + random.Next(12)).Select(_ => "aAbBc "[random.Next(6)]));
                int last = -1;
                var expected = new List<string>();
                foreach (Match match in model.Matches(text))
                {
                    if (match.Length > 0 || match.Index != last)
                    {
                        expected.Add(match.Value);
                        last = match.Index + match.Length;
                    }
                }

                Assert.Equal(expected, Cut(matcher, text));
            }
        });
    }

    [Theory]
    [InlineData(@"\p{Han}+", @"\p{Han}")]
    [InlineData(@"^a", "'^'")]
    [InlineData(@"a$", "'$'")]
    [InlineData(@"a\b", @"\b")]
    [InlineData(@"(a)\1", @"\1")]
    [InlineData(@"a{2}+", "'{...}'")]
    [InlineData(@"a**", "quantifier")]
    [InlineData(@"[a&&b]", "class within a class")]
    [InlineData(@"(?m:a)", "(?m:")]
    [InlineData("[\U00020000-\U00020010]", "U+FFFF")]
    [InlineData(@"(a", "not closed")]
    [InlineData(@"[a", "not closed")]
    public void What_engines_know_otherwise_is_refused(string pattern, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => RegexMatcher.Of(pattern)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Removed", "x|y|z")]
    [InlineData("Isolated", "-|x|-|-|y|-|z")]
    [InlineData("MergedWithPrevious", "-|x-|-|y-|z")]
    [InlineData("MergedWithNext", "-x|-|-y|-z")]
    [InlineData("Contiguous", "-|x|--|y|-|z")]
    public void Behaviours_place_the_match(string behaviour, string pieces)
    {
        var text = new PieceText();
        text.Begin("-x--y-z"u8, isFirst: true);
        new Splitter(new LiteralMatcher("-"u8.ToArray()), Enum.Parse<SplitBehaviour>(behaviour)).Apply(text);
        Assert.Equal(pieces.Split('|'), text.Pieces.Select(p => Encoding.UTF8.GetString(text.Bytes(p))));
    }

    private static IEnumerable<string> Cut(IMatcher matcher, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var matches = new List<PieceRange>();
        matcher.FindAll(bytes, 0, matches);
        return matches.Select(m => Encoding.UTF8.GetString(bytes, m.Start, m.Length));
    }
}
