using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Lines;

/// <summary>
/// Cuts repeated windows of units out of texts. A finder hears all units, in one pass or more, and says which are cut; a last pass reads the texts that
/// change, turns units into bytes and says which texts become too short. The plan then holds a few bytes for each cut. Where the finder of choice does not fit
/// the budget, and in shards, windows are sorted, which gives the same cuts.
/// </summary>
internal sealed class CutPlanner : RowPlanner<CutPart>, IShardedPlanner
{
    private readonly CutSetup _setup;
    private readonly RunContext _context;
    private readonly TextPiece[] _block = new TextPiece[4096];
    private readonly UnitReader _longTexts;
    private readonly Queue<int> _inputs = new();
    private readonly CutCounts _counts = new();
    private readonly CutResolver _resolver;
    private readonly CutRow _cut = new();
    private PlanInputs _data;
    private ICutFinder? _finder;
    private CutLog? _cuts;
    private string _what = "";
    private bool _other;
    private bool _countsTexts = true;
    private bool _shard;
    private long _rows;

    public CutPlanner(CutSetup setup, PlanInputs inputs, RunContext context)
    {
        _setup = setup;
        _data = inputs;
        _context = context;
        _longTexts = setup.NewReader(hashes: true);
        _resolver = new CutResolver(setup);
    }

    public override bool NextPass(PlanInputs inputs, out PassRequest pass)
    {
        _data = inputs;
        _finder ??= _shard || _setup.NewFinder is null ? Sorter() : _setup.NewFinder(_context);
        if (_finder.Full)
        {
            _finder.Dispose();
            _finder = Sorter();
            _inputs.Clear();
            _cuts?.Dispose();
            _cuts = null;
            _counts.ForgetCuts();
        }

        if (_inputs.Count == 0)
        {
            _countsTexts = _counts.Texts == 0 && _rows == 0;
            if (!_finder.NextPass(out _what))
            {
                pass = default;
                return false;
            }

            if (_setup.Copies.Across)
            {
                _inputs.Enqueue(1);
            }

            _inputs.Enqueue(0);
        }

        int input = _inputs.Dequeue();
        _other = input == 1;
        pass = new PassRequest(input, _setup.Request, _other ? _what + " of the other dataset" : _what);
        return true;
    }

    public override CutPart Map(RecordBatch batch, CutPart? spent) => CutPart.Of(_setup, batch, spent);

    public override void Fold(RecordBatch batch, CutPart part)
    {
        if (_countsTexts && !_other)
        {
            _rows = batch.FirstRow + batch.Count;
            for (int row = 0; row < batch.Count; row++)
            {
                int bytes = batch.Text(0)[row].Length;
                _counts.Texts += bytes > 0 ? 1 : 0;
                _counts.TextBytes += bytes;
            }
        }

        for (int row = 0; row < batch.Count && !_finder!.Full; row++)
        {
            ReadOnlySpan<byte> text = batch.Text(0)[row];
            ReadOnlySpan<TextPiece> pieces = part[row];
            bool isLong = text.Length > CutPart.LongTextBytes;
            if (pieces.IsEmpty && !isLong)
            {
                continue;
            }

            _finder.Open(_setup.HeadOf(batch, row, _other));
            _finder.Add(pieces, text);
            if (isLong)
            {
                _longTexts.Open();
                for (int read = _longTexts.Read(text, _block); read > 0; read = _longTexts.Read(text, _block))
                {
                    _finder.Add(_block.AsSpan(0, read), text);
                }
            }

            if (_finder.Close() is { } units && !_finder.Full)
            {
                if (isLong)
                {
                    _resolver.Resolve(text, units, _cut);
                }
                else
                {
                    _resolver.Resolve(text, pieces, units, _cut);
                }

                Log(_cut);
            }
        }
    }

    public override RowPlan Plan() => Decide();

    public RowPlan Decide()
    {
        using ICutFinder finder = _finder!;
        _finder = null;
        using (CutLog? found = finder.Find(_rows))
        {
            if (found is not null)
            {
                found.Seal();
                Place(found);
            }
        }

        CutLog cuts = _cuts ?? new CutLog(_context);
        _cuts = null;
        cuts.Seal();
        return Made(finder, cuts);
    }

    void IShardedPlanner.Gather(PassRunner passes, PlanInputs inputs)
    {
        _shard = true;
        Gather(passes, inputs);
    }

    public void SaveState(BinaryWriter to)
    {
        to.Write(_rows);
        to.Write(_counts.Texts);
        to.Write(_counts.TextBytes);
        var sorter = (WindowSorter)_finder!;
        sorter.Seal();
        sorter.Save(to);
    }

    public void MergeState(BinaryReader from)
    {
        _shard = true;
        _finder ??= Sorter();
        // Shards keep the row numbers of the whole.
        _rows = Math.Max(_rows, from.ReadInt64());
        _counts.Texts += from.ReadInt64();
        _counts.TextBytes += from.ReadInt64();
        ((WindowSorter)_finder).AddSaved(from);
    }

    public override void Dispose()
    {
        _finder?.Dispose();
        _cuts?.Dispose();
        base.Dispose();
    }

    /// <summary>A shard does not know which windows others have, so there all of them are sorted.</summary>
    private WindowSorter Sorter() => _setup.NewSorter(_setup.RareRepeats && !_shard, _context);

    /// <summary>Reads the texts that change, from the first to the last one.</summary>
    private void Place(CutLog found)
    {
        if (found.Count == 0)
        {
            return;
        }

        using CutLog.Walk walk = found.Open();
        var request = ReadRequest.Of(new ColumnRequest(_setup.Column, ColumnKind.Text)) with { FromRow = found.First, ToRow = found.Last + 1 };
        new PassRunner(_context).Each(_data.Main, request, "place cuts", batch =>
        {
            long end = batch.FirstRow + batch.Count;
            for (; walk.Current.Row < end; walk.Next())
            {
                _resolver.Resolve(batch.Text(0)[(int)(walk.Current.Row - batch.FirstRow)], walk.Current, _cut);
                Log(_cut);
            }
        });
    }

    private void Log(CutRow cut)
    {
        _cuts ??= new CutLog(_context);
        _cuts.Add(cut);
        _counts.Changed++;
        _counts.Units += cut.Units;
        _counts.Bytes += cut.Bytes;
        _counts.TooShort += cut.Leaves ? 1 : 0;
    }

    private CutPlan Made(ICutFinder finder, CutLog cuts)
    {
        var plan = new CutPlan(cuts, _setup.Column, _setup.Mark, _setup.Counts)
        {
            InputRows = _rows,
            Explains = row => CutExplanation.Of(_setup, _data, cuts, row, _context.Ct),
        };
        if (!_setup.Mark)
        {
            plan.Dropped.Add(CutPlan.TooShortReason, _counts.TooShort);
        }

        plan.Tables.Add(_counts.Table(Unit));
        if (finder is SetFinder { Filter: { } filter })
        {
            plan.Tables.Add(filter.Table());
        }

        return plan;
    }

    private string Unit => _setup.Unit switch
    {
        TextUnit.Line => "lines",
        TextUnit.Paragraph => "paragraphs",
        TextUnit.Sentence => "sentences",
        _ => "tokens",
    };
}
