using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Numerics.Optimisation;
using Curate.Core.Options;

namespace Curate.Core.Resample.Weights;

/// <summary>One margin over the cells of a table: which level each cell is of, and what each level's share is to be.</summary>
/// <remarks>Rows without a value in a column of the margin keep the share that they have, and the targets hold among the others.</remarks>
internal sealed class MarginCells
{
    private const int MostNamed = 10;

    private MarginCells(Margin margin, IReadOnlyList<string> names, int[] levels, double[] shares)
    {
        Margin = margin;
        Names = names;
        Levels = levels;
        Shares = shares;
    }

    public Margin Margin { get; }

    /// <summary>The levels, and last the rows without a value where there are some.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The level of each cell.</summary>
    public int[] Levels { get; }

    /// <summary>The target of each level; they sum to 1.</summary>
    public double[] Shares { get; }

    /// <summary>The margin as the solver takes it: cells that sum to <paramref name="total"/>.</summary>
    public RakingMargin ToRaking(double total) => new(Levels, Array.ConvertAll(Shares, s => s * total));

    /// <param name="margin">Levels with shares.</param>
    /// <param name="groups">Cells.</param>
    /// <param name="order">Cells in their order.</param>
    /// <param name="weights">The weight of each cell, in that order.</param>
    /// <exception cref="CurateException">A level has rows and no target, or a target and no rows; they are named.</exception>
    public static MarginCells Of(Margin margin, GroupTable groups, int[] order, double[] weights)
    {
        int[] columns = [.. margin.Columns.Select(c => groups.Columns.ToList().IndexOf(c))];
        var place = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (MarginLevel level in margin.Levels)
        {
            place.Add(Margin.KeyOf(level.Values), place.Count);
        }

        int missing = margin.Levels.Count;
        var levels = new int[order.Length];
        var held = new double[missing + 1];
        var strangers = new Dictionary<string, (string Name, long Rows)>(StringComparer.Ordinal);
        for (int i = 0; i < order.Length; i++)
        {
            string?[] all = GroupKey.Values(groups.Key(order[i]), groups.Columns.Count);
            string?[] values = [.. columns.Select(c => all[c])];
            string key = Margin.KeyOf(values);
            if (!place.TryGetValue(key, out levels[i]))
            {
                levels[i] = missing;
                if (Array.TrueForAll(values, static v => v is not null))
                {
                    strangers[key] = (new MarginLevel(values, 0).Name, strangers.GetValueOrDefault(key).Rows + groups.RowsOf(order[i]));
                }
            }

            held[levels[i]] += weights[i];
        }

        if (strangers.Count > 0)
        {
            Fail.With(ErrorCodes.Infeasible, $"The margin of {Fail.Show(margin.Name)} gives no target for {Listed(strangers.Values.Select(static s => $"{Fail.Show(s.Name)} ({NumberText.Of(s.Rows)} row{(s.Rows == 1 ? "" : "s")})"))}.",
                "Add the levels (a target of 0 gives their rows the weight 0), or leave the rows out with --where.");
        }

        string[] absent = [.. margin.Levels.Where((l, k) => l.Target > 0 && held[k] == 0).Select(static l => $"{Fail.Show(l.Name)} ({NumberText.Of(l.Target)})")];
        if (absent.Length > 0)
        {
            Fail.With(ErrorCodes.Infeasible, $"The margin of {Fail.Show(margin.Name)} has targets for {Listed(absent)}, and no row with a weight has {(absent.Length == 1 ? "it" : "them")}.",
                "Leave these levels out, or merge them with others; shares sum to 1.");
        }

        double sum = weights.Sum();
        double kept = sum > 0 ? held[missing] / sum : 0;
        bool some = levels.Contains(missing);
        return new MarginCells(margin, [.. margin.Levels.Select(static l => l.Name), .. some ? ["(missing, share kept)"] : Array.Empty<string>()], levels,
            [.. margin.Levels.Select(l => l.Target * (1 - kept)), .. some ? [kept] : Array.Empty<double>()]);
    }

    private static string Listed(IEnumerable<string> names)
    {
        string[] all = [.. names.OrderBy(static n => n, StringComparer.Ordinal)];
        return string.Join(", ", all.Take(MostNamed)) + (all.Length > MostNamed ? $" and {NumberText.Of(all.Length - MostNamed)} more" : "");
    }
}
