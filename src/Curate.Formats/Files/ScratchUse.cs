using Curate.Core.Errors;

namespace Curate.Formats.Files;

/// <summary>Counts scratch bytes against a limit: one account for all of a scratch, and one under it for each run or region.</summary>
internal sealed class ScratchUse
{
    private readonly ScratchUse? _total;
    private readonly long _limit;
    private readonly string _where;
    private long _bytes;

    public ScratchUse(long limit, string where)
    {
        _limit = limit;
        _where = where;
    }

    public ScratchUse(ScratchUse total)
    {
        _total = total;
        _limit = long.MaxValue;
        _where = total._where;
    }

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Takes bytes, or refuses.</summary>
    /// <exception cref="CurateException">They do not fit below the limit.</exception>
    public void Take(long bytes)
    {
        _total?.Take(bytes);
        long now = Interlocked.Add(ref _bytes, bytes);
        if (now > _limit)
        {
            Interlocked.Add(ref _bytes, -bytes);
            Fail.With(ErrorCodes.ScratchLimit,
                $"The run needs {Mebibytes(now)} MiB in the {_where}, and {Mebibytes(_limit)} MiB are allowed.",
                "Raise --scratch-limit, or point --scratch at a larger disk.");
        }
    }

    public void GiveBackAll()
    {
        long bytes = Interlocked.Exchange(ref _bytes, 0);
        if (_total is not null)
        {
            Interlocked.Add(ref _total._bytes, -bytes);
        }
    }

    private static long Mebibytes(long bytes) => (bytes >> 20) + ((bytes & ((1 << 20) - 1)) == 0 ? 0 : 1);
}
