using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Running.Views;

namespace Curate.Core.Running;

/// <summary>
/// The one piece of code that copies rows: a plan over a source into a sink, with dropped rows into a second one. Plans that keep order
/// and add nothing stream straight from the source's batches; others go through their view.
/// </summary>
public sealed class RowCopy(PassRunner passes)
{
    private readonly int[] _kept = new int[RecordBatch.DefaultCapacity];

    /// <summary>Copies every row of a source.</summary>
    public CopyResult Everything(IRecordSource source, IRecordSinkFormat format)
    {
        var port = new SinkPort(format, source, []);
        using IRecordSink sink = port.Open(0, port.Columns.Count);
        var request = new ReadRequest { Columns = [.. port.Columns, .. port.Extra], Payload = port.TakesPayload };
        long rows = CopyAll(source, request, sink);
        sink.Complete();
        return new CopyResult(rows, rows, sink.BytesWritten);
    }

    /// <summary>Copies what a plan decided.</summary>
    /// <param name="source">The source the plan was made for.</param>
    /// <param name="plan">The decision.</param>
    /// <param name="format">Where output rows go.</param>
    /// <param name="removed">Where dropped rows go, or null.</param>
    /// <param name="leftOut">Rows that a condition left out before the plan; they go to <paramref name="removed"/> first.</param>
    /// <param name="skipRows">Output rows that an earlier attempt has already written to <paramref name="resume"/>.</param>
    /// <param name="resume">A sink to go on with, or null for a new one.</param>
    public CopyResult Plan(IRecordSource source, RowPlan plan, IRecordSinkFormat format, IRecordSinkFormat? removed = null,
        LeftOut? leftOut = null, long skipRows = 0, IRecordSink? resume = null)
    {
        bool straight = !plan.Reorders && plan.Added.Count == 0 && !plan.HasEdits;
        var view = new PlannedSource(source, plan, passes.Context);
        var port = plan.IsManifest ? new SinkPort(format, new AddedColumns(view), []) : new SinkPort(format, source, plan.Added);
        using IRecordSink sink = resume ?? port.Open(0, port.Columns.Count);
        using DroppedRows? dropped = removed is null ? null : new DroppedRows(removed, source, plan.Evidence, plan.Needs.Count);
        if (leftOut is not null)
        {
            dropped?.WriteLeftOut(passes, leftOut);
        }

        long input;
        long output;
        if (straight)
        {
            (input, output) = Straight(source, plan, port, sink, dropped, skipRows);
        }
        else
        {
            var request = new ReadRequest { Columns = [.. port.Columns, .. port.Extra], Payload = port.TakesPayload, FromRow = skipRows };
            output = skipRows + CopyAll(new WithDropped(view, dropped), request, sink);
            input = plan.InputRows;
        }

        sink.Complete();
        dropped?.Complete();
        return new CopyResult(input, output, sink.BytesWritten);
    }

    /// <summary>Writes the rows that a plan drops, and no others, in a pass of their own.</summary>
    /// <param name="source">The source the plan was made for.</param>
    /// <param name="plan">The decision.</param>
    /// <param name="removed">Where they go.</param>
    /// <param name="leftOut">Rows that a condition left out before the plan; they come first.</param>
    public void Removed(IRecordSource source, RowPlan plan, IRecordSinkFormat removed, LeftOut? leftOut)
    {
        using var dropped = new DroppedRows(removed, source, plan.Evidence, plan.Needs.Count);
        if (leftOut is not null)
        {
            dropped.WriteLeftOut(passes, leftOut);
        }

        PlanCursor cursor = plan.Open();
        var selection = new RowSelection(plan.Added, plan.Evidence, wantDropped: true);
        passes.Each(source, new ReadRequest { Columns = [.. plan.Needs, .. dropped.Needs], Payload = dropped.NeedsPayload }, "write dropped rows", batch =>
        {
            selection.Clear();
            cursor.Select(batch, 0, selection);
            dropped.Write(batch, selection, 0);
        });
        dropped.Complete();
    }

    /// <summary>Decides and copies in one pass.</summary>
    /// <exception cref="OutOfBudgetException">The filter's state outgrew the budget; rows already written are in <paramref name="written"/>.</exception>
    internal CopyResult Filter<TPart>(IRecordSource source, IRowFilter<TPart> filter, IRecordSink sink, SinkPort port, DropTally dropped, out long written)
        where TPart : class
    {
        var request = new ReadRequest
        {
            Columns = [.. port.Columns, .. port.Extra, .. filter.Request.Columns],
            Payload = filter.Request.Payload || port.TakesPayload,
        };
        int firstColumn = port.Columns.Count + port.Extra.Count;
        long kept = 0;
        try
        {
            int[] buffer = _kept;
            long rows = passes.Run<TPart>(source, request, "filter", (batch, spent) => filter.Prepare(batch, firstColumn, spent), (batch, part) =>
            {
                if (buffer.Length < batch.Count)
                {
                    buffer = new int[batch.Count];
                }

                int n = filter.Keep(batch, part, buffer, dropped);
                if (n == batch.Count)
                {
                    sink.WriteAll(batch);
                }
                else
                {
                    sink.Write(batch, buffer.AsSpan(0, n));
                }

                kept += n;
            });
            return new CopyResult(rows, kept, sink.BytesWritten);
        }
        finally
        {
            written = kept;
        }
    }

    /// <summary>Writes all rows of a source; workers put them together where the sink lets them.</summary>
    private long CopyAll(IRecordSource source, ReadRequest request, IRecordSink sink) => sink.Encoder is { } encoder
        ? passes.Run<IRowEncoder>(source, request, "copy", (batch, spent) => Encoded(batch, spent ?? encoder()), (batch, _) => sink.WriteAll(batch))
        : passes.Each(source, request, "copy", sink.WriteAll);

    private static IRowEncoder Encoded(RecordBatch batch, IRowEncoder encoder)
    {
        encoder.Encode(batch);
        return encoder;
    }

    private (long Input, long Output) Straight(IRecordSource source, RowPlan plan, SinkPort port, IRecordSink sink, DroppedRows? dropped, long skipRows)
    {
        var request = new ReadRequest
        {
            Columns = [.. port.Columns, .. port.Extra, .. plan.Needs, .. dropped?.Needs ?? []],
            Payload = port.TakesPayload || dropped is { NeedsPayload: true },
        };
        if (dropped is null && plan.OutputRows <= plan.InputRows / 2)
        {
            using GatheredRows? few = GatheredRows.TryRead(passes, source, plan, request);
            if (few is not null)
            {
                CopyAll(few, request with { FromRow = skipRows }, sink);
                return (plan.InputRows, few.Rows);
            }
        }

        int firstNeed = port.Columns.Count + port.Extra.Count;
        PlanCursor cursor = plan.Open();
        var selection = new RowSelection([], plan.Evidence, dropped is not null);
        long output = 0;

        // Where most rows go out, workers put all of them together: that costs the one thread that writes nothing.
        Func<IRowEncoder>? encoder = plan.OutputRows >= plan.InputRows / 2 ? sink.Encoder : null;
        long input = passes.Run<object>(source, request, "copy", (batch, spent) => encoder is null ? this : Encoded(batch, spent as IRowEncoder ?? encoder()), (batch, _) =>
        {
            selection.Clear();
            cursor.Select(batch, firstNeed, selection);
            int skip = (int)Math.Clamp(skipRows - output, 0, selection.Count);
            if (skip == 0 && selection.Count == batch.Count && selection.IsIdentity)
            {
                sink.WriteAll(batch);
            }
            else if (selection.Count > skip)
            {
                sink.Write(batch, selection.Rows[skip..]);
            }

            dropped?.Write(batch, selection, firstNeed);
            output += selection.Count;
        });
        return (input, output);
    }

    /// <summary>A planned view that also hands dropped rows on while it is read.</summary>
    private sealed class WithDropped(PlannedSource view, DroppedRows? dropped) : SourceView(view)
    {
        public override IRecordReader Open(ReadRequest request) => ((PlannedSource)Source).Open(request, dropped);
    }
}
