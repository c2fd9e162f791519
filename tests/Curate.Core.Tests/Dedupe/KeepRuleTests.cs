using System.Text;
using Curate.Core.Dedupe;
using Curate.Core.Errors;

namespace Curate.Core.Tests.Dedupe;

public sealed class KeepRuleTests
{
    [Theory]
    [InlineData("first", "first", null, "")]
    [InlineData("last", "last", null, "")]
    [InlineData("longest", "longest", null, "")]
    [InlineData("shortest:body", "shortest", "body", "")]
    [InlineData("max:a:b", "max", "a:b", "")]
    [InlineData("min:at", "min", "at", "")]
    [InlineData("prefer:source=gold,silver", "prefer", "source", "gold;silver")]
    public void Parse_good_texts(string text, string kind, string? column, string values)
    {
        KeepRule rule = KeepRule.Parse(text);
        Assert.Equal((kind, column, values), (rule.Kind, rule.Column, string.Join(';', rule.Values)));
        Assert.Equal(kind == "first", rule.IsFirst);
        Assert.Equal(text == "longest", rule.ReadsRow);
    }

    [Theory]
    [InlineData("")]
    [InlineData("frist")]
    [InlineData("first:a")]
    [InlineData("last:")]
    [InlineData("longest:")]
    [InlineData("shortest:")]
    [InlineData("max")]
    [InlineData("max:")]
    [InlineData("prefer:a")]
    [InlineData("prefer:=a")]
    [InlineData("prefer:a=")]
    public void Parse_other_texts_are_usage_errors(string text) => Assert.Equal(ErrorCodes.Usage, Assert.Throws<CurateException>(() => KeepRule.Parse(text)).Code);

    private static ulong Rank(string rule, string? value, long row = 0, int bytes = 0) => KeepRule.Parse(rule).Rank(row, bytes, Encoding.UTF8.GetBytes(value ?? ""), value is null);

    [Theory]
    [InlineData("max:c", "inf,1e300,9007199254740992,100,10,2.5,2,1e-9,0,-1,-10,-1e300,-inf")]
    [InlineData("min:c", "-inf,-1e300,-10,-1,0,1e-9,2,2.5,10,100,9007199254740992,1e300,inf")]
    [InlineData("max:c", "2024-03-01T00:00:01Z,2024-03-01,2024-02-29T23:59,1970-01-01,1969-12-31")]
    [InlineData("longest:c", "aaaa,ééé,bb,b,")]
    [InlineData("shortest:c", ",b,bb,ééé,aaaa")]
    [InlineData("prefer:c=x,y", "x,y")]
    public void Rank_falls_from_best_to_worst(string rule, string values)
    {
        ulong[] ranks = [.. values.Split(',').Select(v => Rank(rule, v))];
        for (int i = 1; i < ranks.Length; i++)
        {
            Assert.True(ranks[i - 1] < ranks[i], $"{values.Split(',')[i - 1]} before {values.Split(',')[i]}");
        }

        Assert.True(ranks[^1] < Rank(rule, null), "a missing value ranks last");
    }

    [Fact]
    public void Rank_values_without_an_order_rank_with_missing_ones_and_zeros_are_equal()
    {
        Assert.Equal(Rank("max:c", null), Rank("max:c", "word"));
        Assert.Equal(Rank("min:c", null), Rank("min:c", "nan"));
        Assert.Equal(Rank("min:c", "0"), Rank("min:c", "-0.0"));
        Assert.Equal(Rank("prefer:c=x", "q"), Rank("prefer:c=x", "r"));
        Assert.True(Rank("prefer:c=x", "q") < Rank("prefer:c=x", null));
        Assert.True(Rank("last", null, row: 5) < Rank("last", null, row: 4));
        Assert.True(Rank("longest", null, bytes: 5) < Rank("longest", null, bytes: 4));
    }
}
