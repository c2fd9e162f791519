using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Resample.Features;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>Values of <c>--other</c>: what stands in columns of made-up rows that are neither feature nor label.</summary>
internal static class OtherValues
{
    private static readonly string[] s_words = ["base", "nearest", "null"];

    /// <summary>Checks the items as far as they go without data.</summary>
    public static void Check(IReadOnlyList<string> items)
    {
        foreach (string item in items)
        {
            if (!s_words.Contains(item, StringComparer.Ordinal) && item.IndexOf('=', StringComparison.Ordinal) <= 0)
            {
                string? nearest = NameSuggestions.Nearest(item, s_words);
                Fail.Usage($"--other takes base, nearest, null or COLUMN=VALUE, not {Fail.Show(item)}.", nearest is null ? null : $"Did you mean {nearest}?");
            }
        }

        if (items.Count(static i => s_words.Contains(i, StringComparer.Ordinal)) > 1)
        {
            Fail.Usage("--other takes one of base, nearest and null.", "COLUMN=VALUE may stand beside it, more than once.");
        }
    }

    /// <summary>True when the row of the nearer parent is copied.</summary>
    public static bool FromNearer(IReadOnlyList<string> items) => items.Contains("nearest", StringComparer.Ordinal);

    /// <summary>Columns with one value in all made-up rows.</summary>
    /// <param name="items">The option.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="own">Columns that a method computes or that the class stands in.</param>
    public static List<KeyValuePair<string, CellValue>> Fixed(IReadOnlyList<string> items, IRecordSource source, IReadOnlySet<string> own)
    {
        var values = new List<KeyValuePair<string, CellValue>>();
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (string item in items)
        {
            int equals = item.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                continue;
            }

            string name = item[..equals];
            if (own.Contains(name) || !source.HasColumn(name) || !named.Add(name))
            {
                Fail.With(ErrorCodes.UnknownColumn, own.Contains(name)
                    ? $"--other names {Fail.Show(name)}, which is a feature or the label; its values are computed."
                    : named.Contains(name) ? $"--other names the column {Fail.Show(name)} twice." : $"{source.Name} has no column {Fail.Show(name)}, which --other names.");
            }

            int at = source.Schema.IndexOf(name);
            values.Add(new(name, ValueOf(at < 0 ? null : source.Schema[at], source.RawKind, item[(equals + 1)..])));
        }

        if (items.Contains("null", StringComparer.Ordinal))
        {
            foreach (Field field in source.Schema.Fields)
            {
                bool added = source.Added.Any(f => f.Name == field.Name);
                if (!added && !own.Contains(field.Name) && !named.Contains(field.Name))
                {
                    values.Add(new(field.Name, CellValue.Null(field.Kind ?? source.RawKind)));
                }
            }
        }

        return values;
    }

    /// <summary>In JSON Lines a number, true, false or null is written as such and anything else as a string.</summary>
    private static CellValue ValueOf(Field? field, ColumnKind rawKind, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (field?.Kind is { } kind && kind != ColumnKind.Json)
        {
            return SyntheticCategory.ValueOf(kind, bytes);
        }

        if (rawKind != ColumnKind.Json)
        {
            return CellValue.OfText(text);
        }

        if (text is "true" or "false")
        {
            return CellValue.OfFlag(text == "true");
        }

        if (text == "null")
        {
            return CellValue.Null(ColumnKind.Json);
        }

        return NumberText.TryNumber(text, out double number)
            ? NumberText.TryWhole(text, out long whole) ? CellValue.OfWhole(whole) : CellValue.OfNumber(number)
            : CellValue.OfText(text);
    }
}
