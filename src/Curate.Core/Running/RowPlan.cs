using Curate.Core.Data;
using Curate.Core.Methods;

namespace Curate.Core.Running;

/// <summary>
/// A decision about every row of a source: which leave, how often, in which order, with what added or changed. A plan holds no rows;
/// copying them is shared code. It is evaluated by walking the source once with a <see cref="PlanCursor"/>.
/// </summary>
public abstract class RowPlan : IDisposable
{
    /// <summary>Rows of the source it was made for.</summary>
    public required long InputRows { get; init; }

    /// <summary>Rows that come out.</summary>
    public abstract long OutputRows { get; }

    /// <summary>Of these, rows that are made up (a base row plus edits).</summary>
    public virtual long MadeUpRows => 0;

    /// <summary>Dropped rows by reason.</summary>
    public DropTally Dropped { get; } = new();

    /// <summary>Columns that the plan adds to output rows.</summary>
    public virtual IReadOnlyList<Field> Added => [];

    /// <summary>Columns that explain dropped rows, besides the reason.</summary>
    public virtual IReadOnlyList<Field> Evidence => [];

    /// <summary>Columns that a cursor reads while rows are copied; most plans need none.</summary>
    public virtual IReadOnlyList<ColumnRequest> Needs => [];

    /// <summary>True when output rows come in the order of their keys rather than of the input.</summary>
    public virtual bool Reorders => false;

    /// <summary>True when a cursor may produce edits.</summary>
    public virtual bool HasEdits => false;

    /// <summary>The output has the columns of <see cref="Added"/> and no others: it says which rows, and rows are not copied.</summary>
    public virtual bool IsManifest => false;

    /// <summary>A small table that goes to a file of its own where the run names one (centroids); null for none. It is not saved with the plan.</summary>
    public virtual IRecordSource? Companion => null;

    /// <summary>What the report says about the decision.</summary>
    public List<ReportTable> Tables { get; } = [];

    /// <summary>More about what was decided about one row, in lines for people, or null where the columns say it all. It may read the source.</summary>
    public virtual string? Explain(long row) => null;

    /// <summary>A new walk from the first row.</summary>
    public abstract PlanCursor Open();

    /// <summary>Writes the plan so that <see cref="PlanFile.Read"/> restores it.</summary>
    public abstract void Save(BinaryWriter to);

    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Reads the rows of this plan over a source; <paramref name="dropped"/> hears of those that leave.</summary>
    internal virtual IRecordReader OpenOver(IRecordSource source, ReadRequest request, RunContext context, DroppedRows? dropped) =>
        Reorders ? new OrderedReader(source, this, request, context, dropped) : new PlannedReader(source, this, request, dropped);
}
