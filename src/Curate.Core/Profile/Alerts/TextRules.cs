using System.Text;
using Curate.Core.Data;
using Curate.Core.Options;
using Curate.Core.Profile.Columns;
using Curate.Core.Profile.Report;
using static Curate.Core.Profile.Alerts.AlertList;

namespace Curate.Core.Profile.Alerts;

/// <summary>Rules about the form of values.</summary>
internal static class TextRules
{
    private const double DateShare = 0.9;
    private const double ManyTexts = 20;

    // Shapes of days, with every run of one sign folded, and what may follow for a time of day.
    private static readonly string[] s_dates = ["9/9/9", "9.9.9", "9-9-9", "9 Aa 9", "9-Aa-9", "Aa 9, 9", "Aa 9 9", "9. Aa 9", "9 a 9", "9 A 9", "9-A-9"];
    private static readonly string[] s_times = ["", " 9:9", " 9:9:9", ", 9:9", " 9:9 A", " 9:9:9 A"];

    public static void Add(ColumnReport column, AlertThresholds thresholds, AlertList alerts)
    {
        string[] name = [column.Name];
        long values = column.Rows - column.Nulls;
        long nullLike = column.NullLike.Sum(static v => v.Count);
        if (nullLike > 0)
        {
            alerts.Add(AlertCodes.NullLikeValues, name, $"{Count(nullLike, "value")} may stand for missing: {Names(column.NullLike.Select(static v => v.Value))}.", nullLike, 0);
        }

        AddMixed(column, nullLike, alerts);
        if (column.Text is not { } text || values == 0)
        {
            return;
        }

        if (text.Padded > 0)
        {
            alerts.Add(AlertCodes.PaddedText, name, $"{Count(text.Padded)} of {Count(values, "value")} {(text.Padded == 1 ? "has" : "have")} white space at an end.", text.Padded, 0);
        }

        if (text.Variants.Count > 0)
        {
            alerts.Add(AlertCodes.ValueVariants, name, $"{Count(text.Variants.Count, "value")} in several spellings: {Names(text.Variants)}.", text.Variants.Count, 0);
        }

        if (column.Kind != ColumnKind.Text)
        {
            return;
        }

        double dated = text.Shapes.Where(static s => IsDateShape(s.Value)).Sum(static s => s.Share);
        if (dated >= DateShare && CanBeDates(column))
        {
            alerts.Add(AlertCodes.DatesAsText, name, $"{Percent(Math.Min(1, dated))} of the values look like dates, for instance {Errors.Fail.Show(column.Examples.Count > 0 ? column.Examples[0] : column.Top[0].Value)}.", dated, DateShare);
            return;
        }

        NumericReport lengths = text.Lengths;
        bool many = column.Type is SemanticType.FreeText or SemanticType.Identifier || column.Distinct.Low > thresholds.Cardinality;
        if (many && !ValueRules.IsUnique(column) && lengths.Count > ManyTexts && column.Distinct.Low > 1 && lengths.Min == lengths.Max && lengths.Min >= 2)
        {
            alerts.Add(AlertCodes.ConstantLength, name, $"All {Count(lengths.Count)} texts have {Count(lengths.Min)} characters.", lengths.Min, lengths.Max);
        }
    }

    private static void AddMixed(ColumnReport column, long nullLike, AlertList alerts)
    {
        var sums = new NameCounts();
        sums.Add("text", 0);
        foreach (ValueCount kind in column.Evidence)
        {
            sums.Add(Family(kind.Value), kind.Count);
        }

        (string[] families, long[] counts) = sums.Sorted();
        int text = Array.IndexOf(families, "text");
        counts[text] = Math.Max(0, counts[text] - nullLike);
        double all = counts.Sum();
        (int main, long most) = (-1, 0);
        for (int i = 0; i < counts.Length; i++)
        {
            if (i != text && counts[i] > most)
            {
                (main, most) = (i, counts[i]);
            }
        }

        // Words with a few numbers among them are words; numbers with a few words are a mistake.
        if (most > 0 && most < all && most > all / 2)
        {
            string others = string.Join(", ", Enumerable.Range(0, counts.Length).Where(i => i != main && counts[i] > 0).Select(i => Count(counts[i]) + " " + families[i]));
            alerts.Add(AlertCodes.MixedKinds, [column.Name], $"{Percent(most / all)} of the values read as {families[main]}, the others as something else ({others}).", most / all, 1);
        }
    }

    private static string Family(string kind) => kind switch
    {
        "whole" or "number" or "decimal" => "number",
        "date" or "time" => "time",
        _ => kind,
    };

    internal static bool IsDateShape(string shape)
    {
        var folded = new StringBuilder(shape.Length);
        foreach (char c in shape)
        {
            if (folded.Length == 0 || folded[^1] != c)
            {
                folded.Append(c);
            }
        }

        string text = folded.ToString();
        foreach (string date in s_dates)
        {
            if (text.StartsWith(date, StringComparison.Ordinal) && s_times.Contains(text[date.Length..], StringComparer.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Every value that the report shows can be a day: no version numbers, telephone numbers or addresses.</summary>
    private static bool CanBeDates(ColumnReport column)
    {
        bool any = false;
        foreach (string value in column.Examples.Concat(column.Top.Select(static t => t.Value)))
        {
            any = true;
            if (!CanBeDate(value))
            {
                return false;
            }
        }

        return any;
    }

    internal static bool CanBeDate(string value)
    {
        string[] runs = [.. Runs(value)];
        int years = 0;
        int days = 0;
        bool month = value.Any(char.IsLetter);
        for (int i = 0; i < Math.Min(runs.Length, month ? 2 : 3); i++)
        {
            if (!NumberText.TryWhole(runs[i], out long number))
            {
                return false;
            }

            bool long4 = runs[i].Length == 4 && number is >= 1000 and <= 2999;
            years += long4 ? 1 : 0;
            days += runs[i].Length <= 2 && number is >= 0 and <= 99 ? 1 : 0;
            month |= runs[i].Length <= 2 && number is >= 1 and <= 12;
        }

        return month && years <= 1 && runs.Length >= 2 && years + days >= 2 && (years == 1 || days >= 2);
    }

    private static IEnumerable<string> Runs(string value)
    {
        int start = -1;
        for (int i = 0; i <= value.Length; i++)
        {
            bool digit = i < value.Length && char.IsAsciiDigit(value[i]);
            if (digit && start < 0)
            {
                start = i;
            }
            else if (!digit && start >= 0)
            {
                yield return value[start..i];
                start = -1;
            }
        }
    }
}
