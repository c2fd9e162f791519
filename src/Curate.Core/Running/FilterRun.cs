using Curate.Core.Data;
using Curate.Core.Methods;

namespace Curate.Core.Running;

/// <summary>A filter ready to run, with its part type hidden.</summary>
public abstract class FilterRun : IDisposable
{
    /// <summary>Wraps a filter.</summary>
    public static FilterRun Of<TPart>(IRowFilter<TPart> filter)
        where TPart : class => new Typed<TPart>(filter);

    /// <summary>
    /// Decides and copies in one pass. When the filter outgrows the budget, its fallback plans the whole and the copy goes on after the
    /// rows already written, which are the same by determinism.
    /// </summary>
    public abstract CopyResult Copy(PassRunner passes, PlanInputs inputs, IRecordSinkFormat format, DropTally dropped, List<ReportTable> tables);

    public abstract void Dispose();

    private sealed class Typed<TPart>(IRowFilter<TPart> filter) : FilterRun
        where TPart : class
    {
        public override CopyResult Copy(PassRunner passes, PlanInputs inputs, IRecordSinkFormat format, DropTally dropped, List<ReportTable> tables)
        {
            var copy = new RowCopy(passes);
            var port = new SinkPort(format, inputs.Main, []);
            IRecordSink sink = port.Open(0, port.Columns.Count);
            long written = 0;
            try
            {
                CopyResult result = copy.Filter(inputs.Main, filter, sink, port, dropped, out written);
                sink.Complete();
                tables.AddRange(filter.Tables());
                return result;
            }
            catch (OutOfBudgetException) when (filter.Fallback() is { } planner && inputs.Main.CanReopen)
            {
                filter.Dispose();
                using (planner)
                {
                    passes.Context.Observer.Note("The rows' keys outgrew --memory: continuing with scratch space.");
                    using RowPlan plan = planner.Run(passes, inputs);
                    dropped.Replace(plan.Dropped);
                    tables.AddRange(plan.Tables);
                    return copy.Plan(inputs.Main, plan, format, skipRows: written, resume: sink);
                }
            }
            finally
            {
                sink.Dispose();
            }
        }

        public override void Dispose() => filter.Dispose();
    }
}
