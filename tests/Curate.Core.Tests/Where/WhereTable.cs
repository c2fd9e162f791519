using System.Text;
using Curate.Core.Data;
using Curate.Core.Where;

namespace Curate.Core.Tests.Where;

/// <summary>A small table built from literals, and the rows that an expression keeps of it.</summary>
internal sealed class WhereTable
{
    private readonly List<(string Name, Column Values)> _columns = [];

    public Dictionary<string, ColumnKind> Kinds { get; } = [];

    public Dictionary<string, int> Scales { get; } = [];

    public WhereTable Add(string name, ColumnKind kind, params object?[] values)
    {
        Column column = Column.Create(kind, 2);
        foreach (object? value in values)
        {
            switch (column, value)
            {
                case (_, null):
                    column.AppendNull();
                    break;
                case (TextColumn text, string s):
                    text.Append(Encoding.UTF8.GetBytes(s));
                    break;
                case (WholeColumn whole, int or long):
                    whole.Append(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                    break;
                case (NumberColumn number, double d):
                    number.Append(d);
                    break;
                case (FlagColumn flag, bool b):
                    flag.Append(b);
                    break;
                case (TimeColumn time, string s):
                    Assert.True(MomentText.TryTime(Encoding.UTF8.GetBytes(s), out long micros));
                    time.Append(micros);
                    break;
                case (TimeColumn time, long at):
                    time.Append(at);
                    break;
                case (DecimalColumn units, long u):
                    units.Append(u);
                    break;
                case (VectorColumn vector, float[] v):
                    vector.Append(v);
                    break;
                default:
                    throw new ArgumentException($"{value} does not go into {kind}.");
            }
        }

        _columns.Add((name, column));
        Kinds[name] = kind;
        Scales[name] = 2;
        return this;
    }

    public int Rows => _columns[0].Values.Count;

    public bool[] Keep(string expression)
    {
        BoundWhere bound = WhereExpression.Parse(expression).Bind(Kinds, Scales);
        var batch = new RecordBatch();

        // One foreign column in front proves that the first index is honoured.
        batch.Begin(ReadRequest.Of([new ColumnRequest("other", ColumnKind.Whole), .. bound.Columns]), null);
        for (int i = 0; i < bound.Columns.Count; i++)
        {
            Column from = _columns.Single(c => c.Name == bound.Columns[i].Name).Values;
            for (int row = 0; row < Rows; row++)
            {
                batch[i + 1].AppendFrom(from, row);
            }
        }

        batch.Count = Rows;
        var keep = new bool[Rows];
        bound.Evaluate(batch, 1, keep);
        return keep;
    }

    public string Kept(string expression) => string.Join(",", Keep(expression).Select((kept, row) => (kept, row)).Where(x => x.kept).Select(x => x.row));
}
