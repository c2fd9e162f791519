namespace Curate.Core.Select.Diversity;

/// <summary>Rows of a pool in the order in which they were picked, with what each added.</summary>
internal sealed class Picks
{
    /// <summary>Row numbers in the pool.</summary>
    public List<int> Rows { get; } = [];

    /// <summary>What each pick added to the objective, as far as the method has one.</summary>
    public List<double> Gains { get; } = [];

    /// <summary>Gains add up to the objective.</summary>
    public bool Adds { get; init; } = true;

    /// <summary>Figures of the whole for the report, in order; the same names for every pool.</summary>
    public List<(string Name, object? Value)> Figures { get; } = [];

    /// <summary>How often a row was looked at on its own, beside looking at all rows at once.</summary>
    public long Looked { get; set; }

    /// <summary>The chance of every row of the pool, where rows are drawn; else null.</summary>
    public double[]? Inclusion { get; init; }

    /// <summary>One more table of the report, the same for every pool: its first column is the group, and lines come without it.</summary>
    public (string Key, string Title, string[] Columns, List<object?[]> Lines)? Table { get; set; }

    public void Add(int row, double gain)
    {
        Rows.Add(row);
        Gains.Add(gain);
    }
}
