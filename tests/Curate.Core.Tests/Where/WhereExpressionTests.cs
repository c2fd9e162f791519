using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Where;

namespace Curate.Core.Tests.Where;

public sealed class WhereExpressionTests
{
    private static WhereTable Table => new WhereTable()
        .Add("t", ColumnKind.Text, "apple", "Banana", null, "", "it's", "äpfel", "a%b")
        .Add("w", ColumnKind.Whole, 1, -5, null, 0, 9007199254740993, long.MaxValue, long.MinValue)
        .Add("n", ColumnKind.Number, 0.5, -0.0, null, double.NaN, 9007199254740992.0, double.PositiveInfinity, 0.1)
        .Add("f", ColumnKind.Flag, true, false, null, true, false, true, false)
        .Add("d", ColumnKind.Date, "2024-01-01", "2023-12-31", null, "1969-12-31", "2024-02-29", "0001-01-01", "9999-12-31")
        .Add("ts", ColumnKind.Time, "2024-01-01T00:00:00Z", "2024-01-01T00:00:01Z", null, "2024-01-01T00:00:00+01:00", "2024-02-29", "2024-02-28", "2024-03-01")
        .Add("m", ColumnKind.Decimal, 150L, -1L, null, 0L, 100L, 99999L, 33L)
        .Add("meta.source", ColumnKind.Text, "a", "b", null, "a", "b", "a", "b")
        .Add("odd name", ColumnKind.Whole, 1, 2, 3, 4, 5, 6, 7)
        .Add("v", ColumnKind.Vector, null, new float[] { 1 }, null, null, null, null, null);

    [Theory]
    [InlineData("t = 'apple'", "0")]
    [InlineData("t == 'it''s'", "4")]
    [InlineData("t != 'apple'", "1,3,4,5,6")]
    [InlineData("t <> 'apple'", "1,3,4,5,6")]
    [InlineData("t < 'a'", "1,3")]
    [InlineData("t >= 'it''s'", "4,5")]
    [InlineData("'b' > t", "0,1,3,6")]
    [InlineData("t in ('apple', '', 'zzz')", "0,3")]
    [InlineData("t not in ('apple', '')", "1,4,5,6")]
    [InlineData("t is null", "2")]
    [InlineData("t IS NOT NULL", "0,1,3,4,5,6")]
    [InlineData("t like 'a%'", "0,6")]
    [InlineData("t like '%a'", "1")]
    [InlineData("t like '%an%'", "1")]
    [InlineData("t like '_pfel'", "5")]
    [InlineData("t like 'a\\%b'", "6")]
    [InlineData("t like ''", "3")]
    [InlineData("t like '%'", "0,1,3,4,5,6")]
    [InlineData("t not like '%a%'", "3,4,5")]
    [InlineData("t like 'banana'", "")]
    [InlineData("t ilike 'BAN%'", "1")]
    [InlineData("t ilike 'ÄPFEL'", "5")]
    [InlineData("t like '%p%l%'", "0,5")]
    [InlineData("t like '%p_l%'", "0")]
    [InlineData("t between 'B' and 'b'", "0,1,6")]
    [InlineData("t not between 'B' and 'b'", "3,4,5")]
    [InlineData("w = 9007199254740993", "4")]
    [InlineData("w = 9007199254740992", "")]
    [InlineData("w > 9007199254740992", "4,5")]
    [InlineData("w > 9223372036854775806", "5")]
    [InlineData("w >= 9223372036854775808", "")]
    [InlineData("w < 99999999999999999999", "0,1,3,4,5,6")]
    [InlineData("w > -99999999999999999999", "0,1,3,4,5,6")]
    [InlineData("w <= -9223372036854775808", "6")]
    [InlineData("w != 0.5", "0,1,3,4,5,6")]
    [InlineData("w > 0.5", "0,4,5")]
    [InlineData("w < 0.5", "1,3,6")]
    [InlineData("w >= -4.5", "0,3,4,5")]
    [InlineData("w <= -4.5", "1,6")]
    [InlineData("w = 1e0", "0")]
    [InlineData("w in (1, 0, 2.5, 1e300)", "0,3")]
    [InlineData("w not in (1)", "1,3,4,5,6")]
    [InlineData("w between -5 and 1", "0,1,3")]
    [InlineData("n = 0", "1")]
    [InlineData("n < 0", "")]
    [InlineData("n <= 0", "1")]
    [InlineData("n = 0.1", "6")]
    [InlineData("n >= 0.1", "0,4,5,6")]
    [InlineData("n > 0.1", "0,4,5")]
    [InlineData("n != 0.1", "0,1,4,5")] // NaN and null compare false
    [InlineData("not n = 0.1", "0,1,3,4,5")] // not false is true, not unknown is unknown
    [InlineData("n = 9007199254740993", "")] // no double has this value
    [InlineData("n < 9007199254740993", "0,1,4,6")]
    [InlineData("n >= 9007199254740993", "5")]
    [InlineData("n in (0, 0.5)", "0,1")]
    [InlineData("n not in (0, 0.5)", "4,5,6")]
    [InlineData("n not between 0 and 1", "4,5")]
    [InlineData("f", "0,3,5")]
    [InlineData("not f", "1,4,6")]
    [InlineData("f = true", "0,3,5")]
    [InlineData("f != true", "1,4,6")]
    [InlineData("f in (true, false)", "0,1,3,4,5,6")]
    [InlineData("d = '2024-01-01'", "0")]
    [InlineData("d >= date '2024-01-01'", "0,4,6")]
    [InlineData("d < '1970-01-01'", "3,5")]
    [InlineData("d in ('2024-02-29', date '1969-12-31')", "3,4")]
    [InlineData("ts = '2024-01-01'", "0")]
    [InlineData("ts < '2024-01-01'", "3")]
    [InlineData("ts > timestamp '2024-01-01T00:00:00Z' and ts < '2024-02-29'", "1,5")]
    [InlineData("d = ts", "0,4")]
    [InlineData("m = 1.5", "0")]
    [InlineData("m > 0.335", "0,4,5")]
    [InlineData("m <= 0.33", "1,3,6")]
    [InlineData("m in (1, 999.99, 0.001)", "4,5")]
    [InlineData("m not in (1, 999.99)", "0,1,3,6")]
    [InlineData("w < n", "1,5,6")]
    [InlineData("n < w", "0,4")]
    [InlineData("w = n", "")]
    [InlineData("meta.source = 'a'", "0,3,5")]
    [InlineData("\"odd name\" = 3 or `odd name` >= 6", "2,5,6")]
    [InlineData("v is not null", "1")]
    [InlineData("true", "0,1,2,3,4,5,6")]
    [InlineData("f and false", "")]
    [InlineData("f or true", "0,1,2,3,4,5,6")]
    [InlineData("w = 1 or t = 'Banana' and f", "0")] // and binds tighter
    [InlineData("(w = 1 or t = 'Banana') and not f", "1")]
    [InlineData("not w = 1 and not f", "1,4,6")] // not binds tightest
    [InlineData("w is null or w > 0", "0,2,4,5")]
    [InlineData("not (w > 0 and f)", "1,3,4,6")]
    public void Evaluate_keeps_the_rows_that_are_true(string expression, string rows) => Assert.Equal(rows, Table.Kept(expression));

    [Theory]
    [InlineData("w >", 4, "expected a value or a column name, found the end")]
    [InlineData("w > and", 5, "expected a value or a column name, found 'and'")]
    [InlineData("w = 1 t", 7, "expected 'and', 'or' or the end, found 't'")]
    [InlineData("(w = 1", 7, "expected ')', found the end")]
    [InlineData("w = 'x", 5, "this ' is not closed")]
    [InlineData("w in 1", 6, "expected '(', found '1'")]
    [InlineData("w in (1", 8, "expected ',' or ')', found the end")]
    [InlineData("w in ()", 7, "expected a value")]
    [InlineData("w = null", 5, "nothing is equal to null")]
    [InlineData("w in (1, null)", 10, "nothing is equal to null")]
    [InlineData("w is 5", 6, "expected 'null' or 'not null'")]
    [InlineData("w between 1 or 2", 13, "expected 'and' and the upper value")]
    [InlineData("w like 5", 8, "expected a pattern in single quotes")]
    [InlineData("w not 5", 7, "expected 'in', 'like', 'ilike' or 'between'")]
    [InlineData("1 = 2", 5, "a comparison needs a column")]
    [InlineData("5", 2, "expected an operator")]
    [InlineData("w = 1x", 5, "'1x' is not a number")]
    [InlineData("w = 1e999", 5, "'1e999' is not a number")]
    [InlineData("w && f", 3, "write and, or, not")]
    [InlineData("d = date 'soon'", 10, "'soon' is not a date")]
    [InlineData("", 1, "expected a column name")]
    [InlineData("w = 5\n and or", 12, "found 'or'")]
    public void Parse_error_names_place_and_expectation(string expression, int place, string expected)
    {
        var failure = Assert.Throws<CurateException>(() => WhereExpression.Parse(expression));
        Assert.Same(ErrorCodes.Usage, failure.Code);
        Assert.StartsWith($"--where, character {place}: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        string[] lines = failure.Message.Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal(new string(' ', 2 + place - 1) + "^", lines[2]);
    }

    [Fact]
    public void Parse_long_expression_is_shown_around_the_place()
    {
        string text = string.Concat(Enumerable.Repeat("w = 1 and ", 50)) + "oops oops" + string.Concat(Enumerable.Repeat(" or w = 1", 50));
        string[] lines = Assert.Throws<CurateException>(() => WhereExpression.Parse(text)).Message.Split('\n');
        Assert.True(lines[1].Length < 140);
        Assert.Equal("oops", lines[1].Substring(lines[2].Length - 1, 4));
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("not ", "")]
    public void Parse_depth_is_limited(string open, string close)
    {
        string Nested(int depth) => string.Concat(Enumerable.Repeat(open, depth)) + "f" + string.Concat(Enumerable.Repeat(close, depth));
        WhereExpression.Parse(Nested(199));
        Assert.Contains("nested", Assert.Throws<CurateException>(() => WhereExpression.Parse(Nested(200))).Message, StringComparison.Ordinal);
        Assert.Throws<CurateException>(() => WhereExpression.Parse(Nested(1_000_000)));
    }

    [Fact]
    public void Parse_long_chains_have_no_limit() =>
        Assert.Equal("0,1,3,4,5,6", Table.Kept("w = 1 " + string.Concat(Enumerable.Range(0, 20_000).Select(i => $" or w != {i + 100}"))));

    [Theory]
    [InlineData("t = 5", "t is text, and 5 is not", "'5'")]
    [InlineData("t < true", "t is text", "--types t=flag")]
    [InlineData("w = '5'", "w is whole, and '5' is not a number", "Write 5 without quotes")]
    [InlineData("w = true", "w is whole", "number")]
    [InlineData("d = 'soon'", "d is date, and 'soon' is not a date", "2024-01-31")]
    [InlineData("d = 5", "d is date", "2024-01-31")]
    [InlineData("f < true", "f is flag", "not f")]
    [InlineData("f = 'true'", "f is flag", "f = true")]
    [InlineData("w like 'a'", "w is whole, and like needs text", "--types w=text")]
    [InlineData("t", "t is text, which is not a condition by itself", "is not null")]
    [InlineData("v = 5", "v is vector", "another column")]
    [InlineData("t = w", "t is text and w is whole", "--types")]
    [InlineData("f < f", "f is flag and f is flag", "")]
    [InlineData("t in ('a', 5)", "t is text, and 5 is not", "'5'")]
    public void Bind_wrong_kind_names_column_kind_and_fix(string expression, string expected, string hint)
    {
        var failure = Assert.Throws<CurateException>(() => WhereExpression.Parse(expression).Bind(Table.Kinds));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Contains(hint, failure.Hint ?? "", StringComparison.Ordinal);
        Assert.Contains("^", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_unknown_column_suggests()
    {
        var failure = Assert.Throws<CurateException>(() => WhereExpression.Parse("meta.sorce = 'a'").Bind(Table.Kinds));
        Assert.Same(ErrorCodes.UnknownColumn, failure.Code);
        Assert.Contains("'meta.source'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_are_listed_once_in_order_of_use()
    {
        WhereExpression where = WhereExpression.Parse("w = 1 and (t is null or w > n) or not f");
        Assert.Equal(["w", "t", "n", "f"], where.Columns);
        Assert.Equal([new("w", ColumnKind.Whole), new("t", ColumnKind.Text), new("n", ColumnKind.Number), new("f", ColumnKind.Flag)], where.Bind(Table.Kinds).Columns);
    }

    [Fact]
    public void Words_that_are_keywords_elsewhere_name_columns() =>
        Assert.Equal("0", new WhereTable().Add("date", ColumnKind.Whole, 1, 2).Add("in", ColumnKind.Whole, 1, 1).Kept("date = 1 and \"in\" = 1"));
}
