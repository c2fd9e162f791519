using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Hashing;
using Curate.Core.Running;
using Curate.Core.Running.Views;

namespace Curate.Core.Mix;

/// <summary>
/// A mixture: which rows of each source leave in which epoch, and the rows of each source in each phase. Its order is computed. Over
/// named sources it is read straight from them and nothing is stored per row; over one table whose rows say what source they are of,
/// the place of each output row is worked out before rows are scattered: 8 bytes an output row, in scratch where the budget has no room.
/// </summary>
internal sealed class MixPlan : RowPlan
{
    public const string Reason = "not-selected";

    private readonly IReadOnlyList<long[]> _quotas;
    private readonly IReadOnlyList<string> _phases;
    private readonly string _column;
    private readonly bool _origin;
    private readonly bool _isManifest;
    private readonly RunContext? _context;
    private MixPlaces? _places;

    /// <param name="streams">What each source gives.</param>
    /// <param name="phases">Names of the phases; none = the output has no column for them.</param>
    /// <param name="quotas">Rows of each source in each phase.</param>
    /// <param name="column">Where a row says which source it is of.</param>
    /// <param name="origin">Adds source, row and epoch.</param>
    /// <param name="isManifest">Writes these columns alone.</param>
    /// <param name="context">Budget and scratch for places; null = plain memory.</param>
    public MixPlan(IReadOnlyList<MixStream> streams, IReadOnlyList<string> phases, IReadOnlyList<long[]> quotas, string column, bool origin, bool isManifest, RunContext? context)
    {
        Streams = streams;
        _phases = phases;
        _quotas = quotas;
        _column = column;
        _origin = origin;
        _isManifest = isManifest;
        _context = context;
        OutputRows = streams.Sum(static s => s.OutputRows);
        Columns = new MixColumns(origin, phases.Count > 0, streams.Select(static s => s.Name), phases);
        Needs = [new ColumnRequest(column, ColumnKind.Text)];
        Dropped.Add(Reason, streams.Sum(static s => s.Rows - s.UsedRows));
    }

    public IReadOnlyList<MixStream> Streams { get; }

    public MixColumns Columns { get; }

    public override long OutputRows { get; }

    public override bool Reorders => true;

    public override bool IsManifest => _isManifest;

    public override IReadOnlyList<Field> Added => Columns.Fields;

    public override IReadOnlyList<ColumnRequest> Needs { get; }

    /// <summary>A new walk through the order of sources.</summary>
    public MixOrder Order() => new(_quotas);

    /// <summary>The last place of each phase, not included.</summary>
    public long[] PhaseEnds()
    {
        var ends = new long[_quotas.Count];
        long at = 0;
        for (int p = 0; p < ends.Length; p++)
        {
            at += _quotas[p].Sum();
            ends[p] = at;
        }

        return ends;
    }

    public override PlanCursor Open() => new Cursor(this, _places ??= new MixPlaces(this, _context));

    /// <summary>Named sources are read straight in the order of the plan, each by its own reader, so that nothing is kept per row.</summary>
    internal override IRecordReader OpenOver(IRecordSource source, ReadRequest request, RunContext context, DroppedRows? dropped) =>
        dropped is null && source is SourcesView view && _column == SourcesView.SourceColumn && view.Names.SequenceEqual(Streams.Select(static s => s.Name))
            ? new MixReader(this, view, request, context) : base.OpenOver(source, request, context, dropped);

    public override void Save(BinaryWriter to)
    {
        to.Write("mix");
        to.Write(InputRows);
        to.Write(_column);
        to.Write(_origin);
        to.Write(_isManifest);
        to.Write(Streams.Count);
        foreach (MixStream stream in Streams)
        {
            stream.Save(to);
        }

        to.Write(_phases.Count);
        foreach (string phase in _phases)
        {
            to.Write(phase);
        }

        to.Write(_quotas.Count);
        foreach (long[] quotas in _quotas)
        {
            foreach (long quota in quotas)
            {
                to.Write(quota);
            }
        }
    }

    internal static MixPlan Load(BinaryReader from)
    {
        long rows = from.ReadInt64();
        string column = from.ReadString();
        bool origin = from.ReadBoolean();
        bool isManifest = from.ReadBoolean();
        var streams = new List<MixStream>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            streams.Add(MixStream.Load(from));
        }

        var phases = new List<string>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            phases.Add(from.ReadString());
        }

        var quotas = new List<long[]>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            quotas.Add([.. streams.Select(_ => from.ReadInt64())]);
        }

        return new MixPlan(streams, phases, quotas, column, origin, isManifest, null) { InputRows = rows };
    }

    public override void Dispose()
    {
        _places?.Dispose();
        _places = null;
        foreach (MixStream stream in Streams)
        {
            stream.Dispose();
        }

        base.Dispose();
    }

    private sealed class Cursor : PlanCursor
    {
        private readonly MixPlan _plan;
        private readonly MixPlaces _places;
        private readonly TextIndex _index = new();
        private readonly int[] _sourceOf;
        private readonly long[] _row;
        private readonly long[][] _next;
        private readonly long[] _phaseEnds;
        private byte[] _buffer = new byte[256];

        public Cursor(MixPlan plan, MixPlaces places)
        {
            _plan = plan;
            _places = places;
            _row = new long[plan.Streams.Count];
            _next = new long[plan.Streams.Count][];
            _phaseEnds = plan.PhaseEnds();
            var sourceOf = new List<int>();
            for (int s = 0; s < plan.Streams.Count; s++)
            {
                _next[s] = places.Starts(s);
                if (plan.Streams[s].Rows > 0)
                {
                    _index.Add(plan.Streams[s].Key);
                    sourceOf.Add(s);
                }
            }

            _sourceOf = [.. sourceOf];
        }

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                int source = _sourceOf[_index.Find(GroupKey.Of(batch, firstColumn, 1, i, ref _buffer))];
                long row = _row[source]++;
                long copies = _plan.Streams[source].Copies(row);
                if (copies == 0 && into.WantDropped)
                {
                    into.Drop(i, Reason);
                }

                for (long epoch = 0; epoch < copies; epoch++)
                {
                    long place = _places[_next[source][epoch]++];
                    into.Keep(i, (ulong)place);
                    if (into.Added.Length > 0)
                    {
                        int phase = 0;
                        while (place >= _phaseEnds[phase])
                        {
                            phase++;
                        }

                        _plan.Columns.Append(into.Added, source, row, epoch, phase);
                    }
                }
            }
        }
    }
}
