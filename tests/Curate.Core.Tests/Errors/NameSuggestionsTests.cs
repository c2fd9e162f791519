using Curate.Core.Errors;

namespace Curate.Core.Tests.Errors;

public sealed class NameSuggestionsTests
{
    [Theory]
    [InlineData("lable", "label")] // a swap of neighbours counts once, so it is within 1
    [InlineData("k-neighbours", "k-neighbors")]
    [InlineData("LABEL", "label")]
    [InlineData("x", "y")] // one replacement is always within reach
    public void Nearest_small_slip_finds_the_name(string wanted, string expected) =>
        Assert.Equal(expected, NameSuggestions.Nearest(wanted, ["weight", "label", "k-neighbors", "y"]));

    [Theory]
    [InlineData("zzzzzz")]
    [InlineData("lbl")]
    public void Nearest_far_names_gives_null(string wanted) => Assert.Null(NameSuggestions.Nearest(wanted, ["weight", "label"]));

    [Fact]
    public void Nearest_tie_goes_to_the_ordinal_first_whatever_the_order()
    {
        Assert.Equal("cat", NameSuggestions.Nearest("xat", ["hat", "cat", "rat"]));
        Assert.Equal("cat", NameSuggestions.Nearest("xat", ["rat", "cat", "hat"]));
    }

    [Fact]
    public void Nearest_limit_is_a_third_of_the_length()
    {
        Assert.Equal("abcdef", NameSuggestions.Nearest("abcdxy", ["abcdef"]));
        Assert.Null(NameSuggestions.Nearest("abcxyz", ["abcdef"]));
    }
}
