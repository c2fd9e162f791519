using Curate.Core.Data;

namespace Curate.Core.Cluster;

/// <summary>The vectors of a batch, made on any thread, and which rows have one.</summary>
internal sealed class FilledBatch
{
    private readonly VectorRecipe.Filler _filler;
    private readonly int _dimension;
    private float[] _values = [];
    private bool[] _has = [];

    private FilledBatch(VectorRecipe recipe, int firstColumn)
    {
        _filler = recipe.Open(firstColumn);
        _dimension = recipe.Dimension;
    }

    /// <summary>Fills the vectors of a batch.</summary>
    /// <param name="recipe">How rows become vectors.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="firstColumn">Where the columns of the recipe begin.</param>
    /// <param name="spent">One that is no longer needed.</param>
    /// <param name="leavesOut">Rows without a vector are no error, whatever the recipe says.</param>
    public static FilledBatch Of(VectorRecipe recipe, RecordBatch batch, int firstColumn, FilledBatch? spent, bool leavesOut = false)
    {
        FilledBatch part = spent ?? new FilledBatch(leavesOut && !recipe.LeavesOut ? recipe.Lenient() : recipe, firstColumn);
        if (part._has.Length < batch.Count)
        {
            part._has = new bool[batch.Count];
            part._values = new float[batch.Count * part._dimension];
        }

        for (int row = 0; row < batch.Count; row++)
        {
            part._has[row] = part._filler.TryFill(batch, row, part._values.AsSpan(row * part._dimension, part._dimension));
        }

        return part;
    }

    public bool Has(int row) => _has[row];

    public ReadOnlySpan<float> Row(int row) => _values.AsSpan(row * _dimension, _dimension);
}
