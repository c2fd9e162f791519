using Curate.Core.Numerics.Linear;

namespace Curate.Core.Check.Preprocessing;

/// <summary>The rows of a comparison.</summary>
/// <param name="Numbers">Numbers, rows x columns.</param>
/// <param name="Categories">The category of each row, for each category column.</param>
/// <param name="CategoryCounts">How many categories each column has.</param>
/// <param name="Labels">The class of each row; empty for a regression.</param>
/// <param name="Classes">How many classes.</param>
/// <param name="Targets">The number to predict of each row; empty for classes.</param>
internal sealed record PreprocessingTable(Matrix Numbers, int[][] Categories, int[] CategoryCounts, int[] Labels, int Classes, double[] Targets)
{
    public int Rows => Numbers.Rows;

    public bool IsRegression => Targets.Length > 0;
}
