using Curate.Core.Running;

namespace Curate.Core.Mix;

/// <summary>
/// The place of every output row: source after source, epoch after epoch, in the order in which rows of the epoch come in the input.
/// 8 bytes an output row; while shuffled epochs are sorted 20 bytes a row of the largest source more.
/// </summary>
internal sealed class MixPlaces : IDisposable
{
    private readonly RowValues<long> _places;
    private readonly long[][] _starts;

    public MixPlaces(MixPlan plan, RunContext? context)
    {
        _places = new RowValues<long>(context, "places");
        _starts = new long[plan.Streams.Count][];
        var next = new long[plan.Streams.Count];
        long at = 0;
        for (int s = 0; s < _starts.Length; s++)
        {
            next[s] = at;
            _starts[s] = new long[plan.Streams[s].Epochs];
            for (long epoch = 0; epoch < _starts[s].Length; epoch++)
            {
                _starts[s][epoch] = at;
                at += plan.Streams[s].RowsOf(epoch);
            }
        }

        for (long i = 0; i < at; i++)
        {
            _places.Append(0);
        }

        MixOrder order = plan.Order();
        for (long place = 0; place < at; place++)
        {
            _places.Set(next[order.Next()]++, place);
        }

        for (int s = 0; s < _starts.Length; s++)
        {
            for (long epoch = 0; plan.Streams[s].IsShuffled && epoch < _starts[s].Length; epoch++)
            {
                Shuffle(plan.Streams[s], epoch, _starts[s][epoch]);
            }
        }
    }

    public long this[long index] => _places[index];

    /// <summary>Where the epochs of a source begin, for a walk of its own.</summary>
    public long[] Starts(int source) => [.. _starts[source]];

    public void Dispose() => _places.Dispose();

    /// <summary>Gives the places of an epoch, which are in the order of the stream, to its rows in input order.</summary>
    private void Shuffle(MixStream stream, long epoch, long start)
    {
        long rows = stream.RowsOf(epoch);
        var draws = new ulong[rows];
        var order = new int[rows];
        int at = 0;
        for (long row = 0; row < stream.Rows; row++)
        {
            if (stream.IsWhole(epoch) || stream.Copies(row) > epoch)
            {
                draws[at] = stream.Place(epoch, row);
                order[at] = at++;
            }
        }

        order.AsSpan().Sort((a, b) => draws[a] != draws[b] ? draws[a].CompareTo(draws[b]) : a.CompareTo(b));
        var places = new long[rows];
        for (int i = 0; i < at; i++)
        {
            places[order[i]] = _places[start + i];
        }

        for (int i = 0; i < at; i++)
        {
            _places.Set(start + i, places[i]);
        }
    }
}
