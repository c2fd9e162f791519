using Curate.Core.Data;

namespace Curate.Core.Methods;

/// <summary>A decision in one pass, in order: a row is kept or dropped when it is seen.</summary>
/// <typeparam name="TPart">What <see cref="Prepare"/> computes for a batch on any thread.</typeparam>
public interface IRowFilter<TPart> : IDisposable
{
    /// <summary>Columns the decision reads; whether it also reads the payload is said by <see cref="ReadRequest.Payload"/>.</summary>
    ReadRequest Request { get; }

    /// <summary>Pure work on one batch, on any thread.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="firstColumn">Where the columns of <see cref="Request"/> begin in the batch.</param>
    /// <param name="spent">A part that is no longer needed, to be recycled, or null.</param>
    TPart Prepare(RecordBatch batch, int firstColumn, TPart? spent);

    /// <summary>Decides, in row order on one thread: writes the indices of kept rows and tallies the dropped ones.</summary>
    /// <returns>How many rows are kept.</returns>
    /// <exception cref="OutOfBudgetException">The state no longer fits; the run continues with <see cref="Fallback"/>.</exception>
    int Keep(RecordBatch batch, TPart part, Span<int> kept, DropTally dropped);

    /// <summary>What the report says about the decision, once all rows were seen.</summary>
    IEnumerable<Running.ReportTable> Tables() => [];

    /// <summary>A planner that reaches the same decisions in bounded memory, or null.</summary>
    IRowPlanner? Fallback();
}
