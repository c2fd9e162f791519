using Curate.Core.Errors;

namespace Curate.Core.Tests.Errors;

public sealed class NameSuggestionsTests
{
    [Theory]
    [InlineData("lable", "label")]
    [InlineData("Label", "label")]
    [InlineData("labels", "label")]
    [InlineData("sorce", "source")]
    [InlineData("ag", "age")]
    [InlineData("price", null)]
    [InlineData("", null)]
    public void Nearest_finds_small_mistakes_only(string wanted, string? expected) =>
        Assert.Equal(expected, NameSuggestions.Nearest(wanted, ["source", "label", "age", "text"]));

    [Fact]
    public void Nearest_breaks_ties_by_ordinal_order_whatever_the_order_of_names()
    {
        Assert.Equal("cat", NameSuggestions.Nearest("fat", ["rat", "cat", "hat"]));
        Assert.Equal("cat", NameSuggestions.Nearest("fat", ["cat", "hat", "rat"]));
    }
}
