using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Running;

namespace Curate.Core.Select.Rules;

/// <summary>Judges texts while rows are copied, in one pass: for runs that change no text and tell nothing of rows that leave but their number.</summary>
/// <param name="setup">The run.</param>
internal sealed class RulesFilter(RuleSetup setup) : IRowFilter<RulesPart>
{
    private readonly RuleCounts _counts = new(setup, all: false);

    public ReadRequest Request { get; } = ReadRequest.Of(new ColumnRequest(setup.Column, ColumnKind.Text));

    public RulesPart Prepare(RecordBatch batch, int firstColumn, RulesPart? spent) => RulesPart.Of(setup, batch, firstColumn, all: false, spent);

    public int Keep(RecordBatch batch, RulesPart part, Span<int> kept, DropTally dropped)
    {
        int n = 0;
        for (int row = 0; row < batch.Count; row++)
        {
            int first = part.First[row];
            if (first < 0)
            {
                kept[n++] = row;
            }
            else
            {
                _counts.Add(first, 0);
                dropped.Add(RuleBook.All[first].Reason);
            }
        }

        return n;
    }

    public IEnumerable<ReportTable> Tables() => _counts.Tables();

    public IRowPlanner? Fallback() => null;

    public void Dispose()
    {
    }
}
