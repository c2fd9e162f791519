using System.Globalization;
using Curate.Core.Text;

namespace Curate.Core.Tests.Text;

public sealed class CompatibilityDecompositionTests
{
    [Fact]
    public void Fixture_gives_forms_kc_and_kd()
    {
        using var reader = new StreamReader(typeof(CompatibilityDecompositionTests).Assembly.GetManifestResourceStream("compatibility.txt")!);
        Assert.Contains(CompositionData.UnicodeVersion, reader.ReadLine(), StringComparison.Ordinal);
        int cases = 0;
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                string[] parts = line.Split(';');
                string text = Parse(parts[0]);
                Assert.Equal(parts[1] == "=" ? text : Parse(parts[1]), CompatibilityDecomposition.Compose(text));
                Assert.Equal(parts[2] == "=" ? text : Parse(parts[2]), CompatibilityDecomposition.Decompose(text));
                cases++;
            }
        }

        Assert.True(cases > 4000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain ASCII")]
    [InlineData("caf\u00E9 \u6211")]
    public void Text_in_form_kc_is_the_same_object(string text) => Assert.Same(text, CompatibilityDecomposition.Compose(text));

    [Theory]
    [InlineData("\uFB01x\u00BD", "fix1\u20442")]
    [InlineData("\uFF76\uFF9E", "\u30AC")] // the half-width mark joins the letter before it
    [InlineData("\u1E9B\u0323", "\u1E69")]
    public void Published_examples_compose(string text, string expected) => Assert.Equal(expected, CompatibilityDecomposition.Compose(text));

    private static string Parse(string points) => string.Concat(points.Split(' ').Select(static p =>
    {
        int point = int.Parse(p, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return point < 0x10000 ? ((char)point).ToString() : char.ConvertFromUtf32(point);
    }));
}
