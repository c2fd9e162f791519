using System.Text.Json;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports.Profile;

/// <summary>A comparison as JSON.</summary>
internal static class ComparisonJson
{
    public static void Write(Utf8JsonWriter json, ComparisonReport comparison)
    {
        json.WriteString("other", comparison.Other);
        json.WriteNumber("other_rows", comparison.OtherRows);
        json.Strings("added", comparison.Added);
        json.Strings("removed", comparison.Removed);
        json.List("kind_changed", comparison.KindChanged, static (json, change) =>
        {
            json.WriteString("name", change.Name);
            json.WriteString("before", change.Before);
            json.WriteString("after", change.After);
        });
        json.List("columns", comparison.Columns, Column);
        json.List("classes", comparison.Classes, static (json, one) =>
        {
            json.WriteString("column", one.Column);
            json.WriteString("class", one.Class);
            json.WriteNumber("before", one.Before);
            json.WriteNumber("after", one.After);
            json.Number("share_before", one.ShareBefore);
            json.Number("share_after", one.ShareAfter);
            json.Interval("difference", one.Difference);
        });
    }

    private static void Column(Utf8JsonWriter json, ColumnShift column)
    {
        json.WriteString("name", column.Name);
        json.WriteString("size", column.Size);
        json.Number("nulls_before", column.NullsBefore);
        json.Number("nulls_after", column.NullsAfter);
        json.Number("ks", column.Ks);
        json.Number("ks_p", column.KsP);
        json.Number("ks_error", column.KsError);
        json.Number("psi", column.Psi);
        json.Number("jensen_shannon", column.JensenShannon);
        json.Number("chi_square", column.ChiSquare);
        json.Number("degrees_of_freedom", column.DegreesOfFreedom);
        json.Number("chi_square_p", column.ChiSquareP);
        json.Number("cramers_v", column.CramersV);
        json.Number("mean_shift", column.MeanShift);
        json.Counts("new_values", column.NewValues);
        json.Counts("vanished_values", column.VanishedValues);
    }
}
