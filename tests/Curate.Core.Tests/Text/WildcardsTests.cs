using System.Text.RegularExpressions;
using Curate.Core.Text;
using Curate.TestKit;

namespace Curate.Core.Tests.Text;

public sealed class WildcardsTests
{
    [Fact]
    public void Patterns_match_what_their_regular_expression_does() => Seeds.Each(10, seed =>
    {
        var draws = new SplitMix64(seed);
        string Text(string signs) => string.Concat(Enumerable.Range(0, draws.Below(8)).Select(_ => signs[draws.Below(signs.Length)]));
        int matches = 0;
        for (int i = 0; i < 500; i++)
        {
            string pattern = Text("ab.*?");
            string name = Text("ab.*\n");
            var same = new Regex("^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "\\z", RegexOptions.Singleline);
            Assert.Equal(same.IsMatch(name), Wildcards.Matches(pattern, name));
            matches += same.IsMatch(name) ? 1 : 0;
        }

        Assert.InRange(matches, 10, 490);
    });
}
