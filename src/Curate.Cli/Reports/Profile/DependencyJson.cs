using System.Text.Json;
using Curate.Core.Dependencies;

namespace Curate.Cli.Reports.Profile;

/// <summary>Dependencies as JSON: the limits of the search, then lists with how many there are in all.</summary>
internal static class DependencyJson
{
    public static void Write(Utf8JsonWriter json, DependencyReport report)
    {
        json.Strings("columns", report.Columns);
        json.Strings("left_out", report.LeftOut);
        json.WriteNumber("rows", report.Rows);
        json.WriteString("nulls", "equal");
        json.WriteNumber("left_limit", report.Options.LeftSide);
        json.WriteNumber("error_limit", report.Options.Error);
        json.WriteNumber("strength_limit", report.Options.Strength);
        json.WriteNumber("support_limit", report.Options.Support);
        json.WriteNumber("work_limit", report.Options.Work);
        json.WriteNumber("list_limit", report.Options.List);
        json.WriteNumber("left_complete", report.Complete);
        json.WriteBoolean("exhausted", report.IsExhausted);
        json.WriteBoolean("cut", report.IsCut);
        json.WriteNumber("left_sides", report.LeftSides);
        json.WriteNumber("work", report.Work);
        json.WriteNumber("key_count", report.KeyCount);
        json.WriteStartArray("keys");
        foreach (IReadOnlyList<string> key in report.Keys)
        {
            json.WriteStartArray();
            foreach (string column in key)
            {
                json.WriteStringValue(column);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteNumber("exact_count", report.ExactCount);
        json.WriteNumber("exact_from_keys", report.FromKeys);
        json.WriteNumber("exact_below_support", report.BelowSupport);
        json.List("exact", report.Exact, static (json, d) =>
        {
            json.Strings("from", d.From);
            json.WriteString("to", d.To);
            json.WriteNumber("groups", d.Measures.Groups);
            json.WriteNumber("support", d.Measures.Support);
        });
        json.WriteNumber("almost_count", report.AlmostCount);
        json.List("almost", report.Almost, Almost);
        json.WriteNumber("inclusion_count", report.InclusionCount);
        json.List("inclusions", report.Inclusions, static (json, i) =>
        {
            json.WriteString("column", i.Column);
            json.WriteString("in", i.In);
            json.WriteBoolean("other", i.IsOther);
            json.WriteNumber("distinct", i.Distinct);
            json.WriteNumber("shared", i.Shared);
            json.WriteNumber("missing_rows", i.Rows);
            json.Strings("missing", i.Missing);
        });
        json.WriteNumber("typo_count", report.TypoCount);
        json.List("typos", report.Typos, static (json, t) =>
        {
            json.WriteString("column", t.Column);
            json.WriteString("value", t.Value);
            json.WriteString("proposed", t.Proposed);
            json.WriteNumber("rows", t.Rows);
            json.WriteNumber("first_row", t.FirstRow);
            json.Strings("from", t.From);
        });
        json.WriteString("note", report.Note);
    }

    private static void Almost(Utf8JsonWriter json, Dependency dependency)
    {
        json.Strings("from", dependency.From);
        json.WriteString("to", dependency.To);
        json.Number("g3", dependency.Measures.G3);
        json.Number("g1", dependency.Measures.G1);
        json.Number("mu_plus", dependency.Measures.MuPlus);
        json.WriteNumber("groups", dependency.Measures.Groups);
        json.WriteNumber("support", dependency.Measures.Support);
        json.WriteNumber("violating_rows", dependency.Measures.Violations);
        json.WriteStartArray("row_numbers");
        foreach (long row in dependency.Rows)
        {
            json.WriteNumberValue(row);
        }

        json.WriteEndArray();
        json.WriteNumber("broken_groups", dependency.BrokenGroups);
        json.List("broken", dependency.Broken, static (json, group) =>
        {
            json.WriteStartArray("left");
            foreach (string? value in group.Left)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
            json.WriteNumber("rows", group.Rows);
            json.List("values", group.Values, static (json, value) =>
            {
                json.WriteString("value", value.Value);
                json.WriteNumber("rows", value.Rows);
                json.WriteNumber("first_row", value.FirstRow);
            });
        });
    }
}
