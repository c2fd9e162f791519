namespace Curate.TestKit;

/// <summary>What <see cref="TableGenerator"/> makes. The defaults give a small table of every column sort.</summary>
public sealed record TableShape
{
    public int Rows { get; init; } = 60;

    /// <summary>One column per entry, named after its sort (<c>id</c>, <c>label</c>), and <c>label_2</c>, <c>label_3</c> when a sort repeats.</summary>
    public IReadOnlyList<ColumnSort> Columns { get; init; } =
    [
        ColumnSort.Id, ColumnSort.Label, ColumnSort.Group, ColumnSort.Whole, ColumnSort.Number, ColumnSort.Text, ColumnSort.Date, ColumnSort.Flag,
    ];

    public int Classes { get; init; } = 3;

    /// <summary>How many times larger each class is than the next one, in expectation.</summary>
    public double Imbalance { get; init; } = 2;

    public int Groups { get; init; } = 8;

    /// <summary>The share of missing values in number and text columns.</summary>
    public double MissingShare { get; init; } = 0.1;

    /// <summary>The share of rows that repeat an earlier row in every column, the id too.</summary>
    public double DuplicateShare { get; init; }
}
