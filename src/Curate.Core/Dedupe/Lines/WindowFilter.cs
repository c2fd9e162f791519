using Curate.Core.Errors;
using Curate.Core.Hashing;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Sketches;

namespace Curate.Core.Dedupe.Lines;

/// <summary>
/// Windows in a <see cref="BloomFilter"/>. A first pass estimates how many different ones there are (<see cref="HyperLogLog"/>, 64 KiB, 0.41% standard error);
/// the filter is made for 2% more, so the stated rate holds at the end, and is lower before.
/// </summary>
/// <param name="rate">Stated rate of false positives.</param>
/// <param name="context">Budget and seed.</param>
internal sealed class WindowFilter(double rate, RunContext context) : IDisposable
{
    private const int Precision = 16;
    private const double Room = 1.02;

    private readonly HyperLogLog _distinct = new(Precision);
    private MemoryLease? _lease;
    private BloomFilter? _filter;
    private int _passes;
    private double _expected;

    /// <summary>The first pass is under way: nothing is known yet.</summary>
    public bool Counting => _filter is null;

    public bool NextPass(ref string what)
    {
        switch (_passes++)
        {
            case 0:
                what = "count windows";
                return true;
            case 1:
                double items = _distinct.Estimate() * Room;
                _lease = context.Memory.Lease(BloomFilter.BytesFor(items, rate),
                    $"A Bloom filter of {NumberText.Of((long)items)} windows at a rate of {NumberText.Of(rate)}");
                _filter = new BloomFilter(items, rate, context.Draw("bloom").Bits(0, 0));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Adds a window; false when it was known before, or seemed so.</summary>
    /// <param name="window">The window.</param>
    /// <param name="cuts">It is cut when it is known, so an error counts.</param>
    public bool Add(Hash128 window, bool cuts)
    {
        if (_filter is null)
        {
            _distinct.Add(Hash64.Of(window.High ^ window.Low));
            return true;
        }

        double rateNow = _filter.Rate;
        bool added = _filter.Add(window);
        // A window that is not known is certainly new; as many as that, times the odds, were new and not seen to be.
        _expected += added && cuts ? rateNow / (1 - rateNow) : 0;
        return added;
    }

    public bool Contains(Hash128 window)
    {
        if (_filter is null)
        {
            return false;
        }

        double rateNow = _filter.Rate;
        bool contains = _filter.Contains(window);
        _expected += contains ? 0 : rateNow / (1 - rateNow);
        return contains;
    }

    /// <summary>What the report says about the filter.</summary>
    public ReportTable Table()
    {
        var table = new ReportTable("bloom", "Bloom filter of windows", ["what", "value"]);
        table.Add("stated false-positive rate", NumberText.Of(rate));
        table.Add("false-positive rate at the end", NumberText.Of(Math.Round(_filter?.Rate ?? 0, 6)));
        table.Add("bits", NumberText.Of(_filter?.Bits ?? 0));
        table.Add("hashes", NumberText.Of(_filter?.Hashes ?? 0));
        table.Add("windows cut by mistake, expected", NumberText.Of(Math.Round(_expected, 1)));
        return table;
    }

    public void Dispose() => _lease?.Dispose();
}
