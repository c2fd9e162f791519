using System.Text;
using Curate.Core.Data;
using Curate.Core.Running;

namespace Curate.Core.Check.Rules;

/// <summary>
/// Keeps the rows that break some rule, in order, and adds the names of those rules as a column. The bitmaps of the rules are walked, so memory is n / 8 bytes a rule.
/// </summary>
public sealed class FailingRows : RowPlan
{
    /// <summary>The added column.</summary>
    public const string Column = "_rules";

    private static readonly Field[] s_added = [new(Column, ColumnKind.Text)];

    private readonly IReadOnlyList<(string Rule, BitMap Rows)> _rules;
    private readonly byte[][] _names;
    private readonly long _rows;

    /// <param name="rules">Names with the rows that break them.</param>
    /// <param name="inputRows">Rows of the dataset.</param>
    public FailingRows(IReadOnlyList<(string Rule, BitMap Rows)> rules, long inputRows)
    {
        _rules = rules;
        _names = [.. rules.Select(static r => Encoding.UTF8.GetBytes(r.Rule))];
        for (long word = 0; word <= inputRows >> 6; word++)
        {
            ulong any = 0;
            foreach ((_, BitMap rows) in rules)
            {
                any |= rows.Word(word);
            }

            _rows += System.Numerics.BitOperations.PopCount(any);
        }
    }

    public override long OutputRows => _rows;

    public override IReadOnlyList<Field> Added => s_added;

    public override PlanCursor Open() => new Cursor(this);

    /// <summary>It belongs to one run and is never kept.</summary>
    public override void Save(BinaryWriter to) => throw new NotSupportedException("Rows that break rules are written at once.");

    private sealed class Cursor(FailingRows plan) : PlanCursor
    {
        private readonly List<byte> _text = [];

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                _text.Clear();
                for (int r = 0; r < plan._rules.Count; r++)
                {
                    if (plan._rules[r].Rows[batch.FirstRow + i])
                    {
                        if (_text.Count > 0)
                        {
                            _text.AddRange("; "u8);
                        }

                        _text.AddRange(plan._names[r]);
                    }
                }

                if (_text.Count > 0)
                {
                    into.Keep(i);
                    ((TextColumn)into.Added[0]).Append(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_text));
                }
            }
        }
    }
}
