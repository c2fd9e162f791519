using Curate.Core.Data;

namespace Curate.Core.Resample.Features;

/// <summary>Is told the numbers of all rows while a <see cref="LabelledTable"/> is read: batch by batch, or all at once where they are at hand already.</summary>
internal interface INumbersSeen
{
    /// <summary>Takes the rows of a batch; batches come in row order.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="firstColumn">Its first column of numbers.</param>
    /// <param name="embedding">That column is an embedding, which holds all numbers.</param>
    /// <param name="width">Numbers of a row.</param>
    void Add(RecordBatch batch, int firstColumn, bool embedding, int width);

    /// <summary>Takes all rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="places">Where the numbers stand in a row.</param>
    /// <param name="workers">Threads.</param>
    void AddAll(SurveyedRows rows, IReadOnlyList<int> places, int workers);
}
