using System.Text.Json;
using Curate.Cli.Reports;
using Curate.Cli.Reports.Profile;
using Curate.Core.Profile.Report;
using Curate.TestKit;

namespace Curate.Cli.Tests.Profile;

/// <summary>The JSON document.</summary>
public sealed class ProfileJsonTests
{
    [Fact]
    public void Json_is_as_expected() => GoldenFile.Matches("tests/Curate.Cli.Tests/Profile/expected/profile.json", Json(SampleProfile.Full));

    [Theory]
    [InlineData(0.1)]
    [InlineData(-1e300)]
    [InlineData(5e-324)]
    [InlineData(9007199254740993.0)]
    [InlineData(0.30000000000000004)]
    public void Number_reads_back_as_the_same(double value)
    {
        JsonElement column = Column(SampleProfile.Numbers(1) with { Mean = value });
        Assert.Equal(value, column.GetProperty("mean").GetDouble());
    }

    [Fact]
    public void What_is_no_number_is_null_and_an_infinity_a_text()
    {
        JsonElement column = Column(SampleProfile.Numbers(1) with { Mean = double.NaN, Max = double.PositiveInfinity, Min = double.NegativeInfinity });
        Assert.Equal(JsonValueKind.Null, column.GetProperty("mean").ValueKind);
        Assert.Equal("Infinity", column.GetProperty("max").GetString());
        Assert.Equal("-Infinity", column.GetProperty("min").GetString());
    }

    [Fact]
    public void Count_beyond_doubles_is_written_in_full()
    {
        using JsonDocument document = JsonDocument.Parse(Json(SampleProfile.Full with { Rows = long.MaxValue - 1 }));
        Assert.Equal(long.MaxValue - 1, document.RootElement.GetProperty("rows").GetInt64());
    }

    [Fact]
    public void Keys_are_the_same_whether_parts_are_there_or_not()
    {
        using JsonDocument full = JsonDocument.Parse(Json(SampleProfile.Full));
        using JsonDocument nothing = JsonDocument.Parse(Json(SampleProfile.Nothing));
        Assert.Equal(full.RootElement.EnumerateObject().Select(static p => p.Name), nothing.RootElement.EnumerateObject().Select(static p => p.Name));
        string[][] columns = [.. full.RootElement.GetProperty("columns").EnumerateArray().Select(static c => c.EnumerateObject().Select(static p => p.Name).ToArray())];
        Assert.All(columns, keys => Assert.Equal(columns[0], keys));
    }

    private static JsonElement Column(NumericReport numbers)
    {
        ColumnReport column = SampleProfile.Full.Columns[0] with { Numeric = numbers };
        using JsonDocument document = JsonDocument.Parse(Json(SampleProfile.Full with { Columns = [column] }));
        return document.RootElement.GetProperty("columns")[0].Clone();
    }

    private static byte[] Json(ProfileReport report) => ProfileReports.Write(SampleProfile.Page(report), ProfileFormat.Json, full: false, TerminalStyle.Plain, showTime: false);
}
