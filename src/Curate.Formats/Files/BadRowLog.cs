using Curate.Core.Errors;

namespace Curate.Formats.Files;

/// <summary>
/// Hears of every bad record and applies the policy. A file is read several times in one run; a record is counted and quarantined only
/// the first time, which the log knows by the highest byte offset heard of per file.
/// </summary>
public sealed class BadRowLog : IDisposable
{
    private readonly Dictionary<string, long> _highest = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly IByteOutput? _quarantine;

    public BadRowLog(BadRowPolicy policy, IByteOutput? quarantine = null)
    {
        Policy = policy;
        _quarantine = quarantine;
    }

    public BadRowPolicy Policy { get; }

    /// <summary>Bad records by error code, each counted once.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>The first one in full, for the report; null when there was none.</summary>
    public string? First { get; private set; }

    /// <summary>Reports one bad record; returns if it is to be left out.</summary>
    /// <param name="code">What is wrong.</param>
    /// <param name="file">Name of the file.</param>
    /// <param name="byteOffset">Where the record starts, in bytes of its (decompressed, UTF-8) text.</param>
    /// <param name="raw">The record without its terminator.</param>
    /// <param name="message">The whole message: file, line, column, value, expectation.</param>
    /// <param name="hint">Which option helps, or null for the usual one.</param>
    /// <exception cref="CurateException">The policy is <see cref="BadRowPolicy.Fail"/>.</exception>
    public void Report(ErrorCode code, string file, long byteOffset, ReadOnlySpan<byte> raw, string message, string? hint = null)
    {
        if (Policy == BadRowPolicy.Fail)
        {
            Fail.With(code, message, hint ?? code.Remedy);
        }

        lock (_lock)
        {
            if (_highest.TryGetValue(file, out long highest) && byteOffset <= highest)
            {
                return;
            }

            _highest[file] = byteOffset;
            _counts[code.Id] = _counts.GetValueOrDefault(code.Id) + 1;
            First ??= message;
            _quarantine?.Stream.Write(raw);
            _quarantine?.Stream.WriteByte((byte)'\n');
        }
    }

    /// <summary>Makes the quarantine file visible.</summary>
    public void Complete() => _quarantine?.Complete();

    public void Dispose() => _quarantine?.Dispose();
}
