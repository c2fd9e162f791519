using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Running.Plans;

namespace Curate.Core.Shuffle;

/// <summary>Puts all rows in random order: a pass to count them, then the ordered copy. Nothing is held per row.</summary>
internal sealed class ShufflePlanner(RunContext context) : RowPlanner<object>
{
    private static readonly object s_nothing = new();
    private long _rows;
    private bool _counted;

    public override bool NextPass(PlanInputs inputs, out PassRequest pass)
    {
        pass = new PassRequest(0, ReadRequest.CountOnly, "count rows");
        if (inputs.Main.RowCount is { } known)
        {
            _rows = known;
            return false;
        }

        bool first = !_counted;
        _counted = true;
        return first;
    }

    public override object Map(RecordBatch batch, object? spent) => s_nothing;

    public override void Fold(RecordBatch batch, object part) => _rows += batch.Count;

    public override RowPlan Plan() => new ShuffledOrder(context.Seed, "shuffle") { InputRows = _rows };
}
