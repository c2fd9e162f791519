using Curate.Core.Data;
using Curate.Core.Errors;

namespace Curate.Core.Tests.Data;

public sealed class ColumnSelectorTests
{
    private static readonly TableSchema s_schema = Schema("id", "f0", "f1", "f2", "f10", "label", "a, b", "x*y", "p01", "p02", "it's");

    private static TableSchema Schema(params string[] names) => new([.. names.Select(name => new Field(name, null))]);

    [Theory]
    [InlineData("label,id", "label|id")]
    [InlineData(" label , id ", "label|id")]
    [InlineData("'a, b',id", "a, b|id")]
    [InlineData("\"a, b\"", "a, b")]
    [InlineData("'it''s'", "it's")]
    [InlineData("it's", "it's")]
    [InlineData("f*", "f0|f1|f2|f10")]
    [InlineData("f?", "f0|f1|f2")]
    [InlineData("*,!f*", "id|label|a, b|x*y|p01|p02|it's")]
    [InlineData("!f*,!'a, b'", "id|label|x*y|p01|p02|it's")]
    [InlineData("f0..f2", "f0|f1|f2")]
    [InlineData("p01..p02", "p01|p02")]
    [InlineData("f10..label", "f10|label")]
    [InlineData("/^f[0-9]{1,1}$/", "f0|f1|f2")]
    [InlineData("/^[fp]/, id", "f0|f1|f2|f10|p01|p02|id")]
    [InlineData("#1,#6", "id|label")]
    [InlineData("x*y", "x*y")] // the exact name of a column is that column
    [InlineData("f1,f*", "f1|f0|f2|f10")]
    [InlineData("f*,!f1", "f0|f2|f10")]
    [InlineData("!f1,f*", "f0|f2|f10")]
    [InlineData("! f1 , f0..f2", "f0|f2")]
    public void Resolve_gives_columns_in_order(string text, string expected) =>
        Assert.Equal(expected.Split('|'), ColumnSelector.Parse(text).Resolve(s_schema));

    [Theory]
    [InlineData("lable", "Did you mean 'label'?")]
    [InlineData("id,!lable", "Did you mean 'label'?")]
    [InlineData("f0..f3", "There is no column 'f3'")]
    [InlineData("id..nope", "There is no column 'nope'")]
    [InlineData("z*", "No column matches 'z*'")]
    [InlineData("/z/", "No column matches '/z/'")]
    [InlineData("#0", "There is no column #0")]
    [InlineData("#12", "11 columns")]
    [InlineData("id,!id", "leaves no column")]
    public void Resolve_unknown_column_is_named(string text, string expected)
    {
        var failure = Assert.Throws<CurateException>(() => ColumnSelector.Parse(text).Resolve(s_schema));
        Assert.Same(ErrorCodes.UnknownColumn, failure.Code);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("f2..f0")]
    [InlineData("label..id")]
    [InlineData("/(/")]
    [InlineData("/(?=x)/")]
    public void Resolve_unusable_item_is_a_usage_error(string text) =>
        Assert.Same(ErrorCodes.Usage, Assert.Throws<CurateException>(() => ColumnSelector.Parse(text).Resolve(s_schema)).Code);

    [Theory]
    [InlineData("")]
    [InlineData("a,,b")]
    [InlineData("a,")]
    [InlineData("!")]
    [InlineData("'a")]
    [InlineData("'a' b")]
    [InlineData("/a,b")]
    public void Parse_broken_list_is_a_usage_error(string text) =>
        Assert.Same(ErrorCodes.Usage, Assert.Throws<CurateException>(() => ColumnSelector.Parse(text)).Code);

    [Fact]
    public void Resolve_zero_padding_is_kept() =>
        Assert.Equal(["c08", "c09", "c10"], ColumnSelector.Parse("c08..c10").Resolve(Schema("c10", "c09", "c08", "c8")));

    [Fact]
    public void Resolve_names_that_are_numbers_count() => Assert.Equal(["8", "9", "10"], ColumnSelector.Parse("8..10").Resolve(Schema("10", "9", "8")));

    [Fact]
    public void Resolve_paths_are_asked_for() =>
        Assert.Equal(["meta.source", "id"], ColumnSelector.Parse("meta.source,id").Resolve(s_schema, path => path == "meta.source"));

    [Fact]
    public void PlainNames_only_without_patterns()
    {
        Assert.Equal(["a", "b, c"], ColumnSelector.Parse("a,'b, c',a").PlainNames!);
        Assert.Null(ColumnSelector.Parse("a,f*").PlainNames);
        Assert.Null(ColumnSelector.Parse("a,!b").PlainNames);
        Assert.Null(ColumnSelector.Parse("f0..f3").PlainNames);
    }
}
