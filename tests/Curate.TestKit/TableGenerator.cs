using System.Globalization;

namespace Curate.TestKit;

/// <summary>Seeded random tables, small enough to check by naive code. The same seed and shape give the same table for ever.</summary>
public static class TableGenerator
{
    private static readonly string[] s_words =
    [
        "red", "blue", "green", "stone", "river", "café", "naïve", "Straße", "日本語", "😀", "a,b", "say \"so\"", "two\nlines", "cr\r\nlf", "tab\there",
        " lead", "trail ", "semi;colon", "pipe|d", "null", "NA", "007", "-", "'quoted'", "\\back", "e\u0301",
    ];

    /// <summary>A table of the given shape.</summary>
    public static TableData Table(ulong seed, TableShape? shape = null)
    {
        shape ??= new TableShape();
        SplitMix64 draws = new(seed);
        double[] classEnds = ClassEnds(shape);
        List<string?[]> rows = new(shape.Rows);
        for (int row = 0; row < shape.Rows; row++)
        {
            if (row > 0 && draws.Chance(shape.DuplicateShare))
            {
                rows.Add([.. rows[draws.Below(row)]]);
                continue;
            }

            string?[] values = new string?[shape.Columns.Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = Value(draws, shape, classEnds, shape.Columns[i], row);
            }

            rows.Add(values);
        }

        return new TableData(Names(shape.Columns), rows) { Sorts = shape.Columns };
    }

    private static string? Value(SplitMix64 draws, TableShape shape, double[] classEnds, ColumnSort sort, int row)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        return sort switch
        {
            ColumnSort.Id => string.Create(invariant, $"r{row:d4}"),
            ColumnSort.Label => string.Create(invariant, $"c{ClassOf(classEnds, draws.Unit())}"),
            ColumnSort.Group => string.Create(invariant, $"g{draws.Below(shape.Groups)}"),
            ColumnSort.Whole => (draws.Below(2001) - 1000).ToString(invariant),
            ColumnSort.Number => draws.Chance(shape.MissingShare) ? null : ((draws.Below(2_000_001) - 1_000_000) / 1000.0).ToString("R", invariant),
            ColumnSort.Text => draws.Chance(shape.MissingShare) ? null : Words(draws),
            ColumnSort.Date => new DateOnly(2020, 1, 1).AddDays(draws.Below(2000)).ToString("yyyy-MM-dd", invariant),
            ColumnSort.Flag => draws.Chance(0.5) ? "true" : "false",
            _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, "unknown column sort"),
        };
    }

    private static string Words(SplitMix64 draws) =>
        draws.Chance(0.05) ? "" : string.Join(' ', Enumerable.Range(0, 1 + draws.Below(4)).Select(_ => draws.Pick(s_words)));

    private static double[] ClassEnds(TableShape shape)
    {
        double[] ends = new double[shape.Classes];
        double weight = 1, total = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            total += weight;
            ends[i] = total;
            weight /= shape.Imbalance;
        }

        for (int i = 0; i < ends.Length; i++)
        {
            ends[i] /= total;
        }

        return ends;
    }

    private static int ClassOf(double[] ends, double draw)
    {
        int index = 0;
        while (index + 1 < ends.Length && draw >= ends[index])
        {
            index++;
        }

        return index;
    }

    private static string[] Names(IReadOnlyList<ColumnSort> sorts)
    {
        string[] names = new string[sorts.Count];
        for (int i = 0; i < names.Length; i++)
        {
            int before = sorts.Take(i).Count(sort => sort == sorts[i]);
            string name = sorts[i].ToString().ToLowerInvariant();
            names[i] = before == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{before + 1}");
        }

        return names;
    }
}
