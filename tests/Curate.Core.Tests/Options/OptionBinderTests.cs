using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Core.Tests.Options;

public sealed class OptionBinderTests
{
    private sealed record Sample
    {
        public long Neighbors { get; init; } = 5;

        public double Rate { get; init; } = 0.1;

        public double Share { get; init; }

        public long Budget { get; init; }

        public bool Exact { get; init; }

        public string Metric { get; init; } = "cosine";

        public string? Label { get; init; }

        public string[] Features { get; init; } = [];

        public string[] Words { get; init; } = [];

        public string[] Against { get; init; } = [];
    }

    private static readonly OptionSpec<Sample>[] s_specs =
    [
        OptionSpec<Sample>.Whole("k-neighbors", "Neighbours looked at.", (o, v) => o with { Neighbors = v }, 5, 1, 1000, "rows"),
        OptionSpec<Sample>.Number("rate", "Step size.", (o, v) => o with { Rate = v }, 0.1, min: 0, aboveMin: true),
        OptionSpec<Sample>.Fraction("share", "Share kept.", (o, v) => o with { Share = v }),
        OptionSpec<Sample>.Size("budget", "Bytes.", (o, v) => o with { Budget = v }, 64 << 20, min: 1024),
        OptionSpec<Sample>.Flag("exact", "Exact search.", (o, v) => o with { Exact = v }),
        OptionSpec<Sample>.Choice("metric", "Distance.", ["cosine", "euclidean"], (o, v) => o with { Metric = v }, "cosine"),
        OptionSpec<Sample>.Column("label", "The class.", (o, v) => o with { Label = v }) with { Required = true, Role = true },
        OptionSpec<Sample>.Columns("features", "Numbers.", (o, v) => o with { Features = v }),
        OptionSpec<Sample>.List("words", "Words.", (o, v) => o with { Words = v }),
        OptionSpec<Sample>.Paths("against", "Files.", (o, v) => o with { Against = v }),
    ];

    private static OptionValues Labelled => new OptionValues().Add("label", "y");

    [Fact]
    public void Bind_nothing_given_keeps_the_start()
    {
        Sample bound = OptionBinder.Bind(new Sample { Rate = 7 }, s_specs, Labelled);
        Assert.Equal(7, bound.Rate);
        Assert.Equal("y", bound.Label);
    }

    [Fact]
    public void Bind_every_kind_reaches_its_setter()
    {
        OptionValues values = Labelled.Add("k-neighbors", "1k").Add("rate", "1e-3").Add("share", "5%").Add("budget", "2MiB").Add("exact", "true")
            .Add("metric", "euclidean").Add("features", "a,'b, c'").Add("features", "f0..f3").Add("words", "x, y").Add("against", "p,q").Add("against", "r");
        Sample bound = OptionBinder.Bind(new Sample(), s_specs, values);
        Assert.Equal(1000, bound.Neighbors);
        Assert.Equal(0.001, bound.Rate);
        Assert.Equal(0.05, bound.Share);
        Assert.Equal(2 << 20, bound.Budget);
        Assert.True(bound.Exact);
        Assert.Equal("euclidean", bound.Metric);
        Assert.Equal(["a", "'b, c'", "f0..f3"], bound.Features);
        Assert.Equal(["x", "y"], bound.Words);
        Assert.Equal(["p,q", "r"], bound.Against);
    }

    [Theory]
    [InlineData("k-neighbors", "0", "--k-neighbors takes a whole number such as 10 or 10k (1 to 1000), not '0'.")]
    [InlineData("k-neighbors", "1001", "1 to 1000")]
    [InlineData("k-neighbors", "five", "not 'five'")]
    [InlineData("rate", "0", "above 0")]
    [InlineData("rate", "1,5", "--rate takes a number such as 0.25 or 1e-3 (above 0), not '1,5'.")]
    [InlineData("share", "101%", "0 to 1")]
    [InlineData("budget", "12", "at least 1KiB")]
    [InlineData("exact", "yes", "true or false")]
    [InlineData("metric", "cosin", "one of cosine, euclidean, not 'cosin'. Did you mean cosine?")]
    [InlineData("features", "a,,b", "not 'a,,b'")]
    [InlineData("words", "a,", "not 'a,'")]
    [InlineData("against", "", "one or more paths")]
    public void Bind_bad_value_names_option_value_and_range(string name, string value, string expected)
    {
        var failure = Assert.Throws<CurateException>(() => OptionBinder.Bind(new Sample(), s_specs, Labelled.Add(name, value)));
        Assert.Same(ErrorCodes.Usage, failure.Code);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_unknown_name_suggests_the_nearest()
    {
        var failure = Assert.Throws<CurateException>(() => OptionBinder.Bind(new Sample(), s_specs, Labelled.Add("k-neighbours", "3")));
        Assert.Contains("Did you mean --k-neighbors?", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, failure.Code.Exit);
    }

    [Fact]
    public void Bind_missing_required_says_so()
    {
        var failure = Assert.Throws<CurateException>(() => OptionBinder.Bind(new Sample(), s_specs, new OptionValues()));
        Assert.Contains("--label is required", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_repeat_of_a_single_option_is_refused()
    {
        var failure = Assert.Throws<CurateException>(() => OptionBinder.Bind(new Sample(), s_specs, Labelled.Add("rate", "1").Add("rate", "2")));
        Assert.Contains("--rate is given 2 times", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_shown_read_back_as_values()
    {
        foreach (OptionSpec<Sample> spec in s_specs)
        {
            if (spec.Default is not null)
            {
                Assert.True(spec.TryParse([spec.Default], out _, out _), spec.Name);
            }
        }
    }
}
