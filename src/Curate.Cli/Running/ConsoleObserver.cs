using System.Globalization;
using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Core.Options;
using Curate.Core.Running;
using Serilog.Core;

namespace Curate.Cli.Running;

/// <summary>
/// Shows progress on standard error: one line rewritten ten times a second on a terminal; elsewhere a plain line every 30 seconds, so
/// that a log shows that a long run is alive.
/// </summary>
internal sealed class ConsoleObserver(CommandHost host, RunOptions options, string command) : IRunObserver, IDisposable
{
    private readonly bool _live = host.ErrorIsTerminal && !options.NoProgress && !options.Quiet
        && Environment.GetEnvironmentVariable("TERM") != "dumb" && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));

    private readonly bool _plain = !options.NoProgress && !options.Quiet;
    private readonly long _begun = TimeProvider.System.GetTimestamp();
    private long _pass = TimeProvider.System.GetTimestamp();
    private long _shown = TimeProvider.System.GetTimestamp();
    private string _what = "";
    private long? _totalBytes;
    private bool _onLine;
    private Logger? _log;

    /// <summary>Made when first needed: short commands start faster without.</summary>
    private Logger Log => _log ??= Logging.Create(options.Quiet, options.Verbose, line =>
    {
        ClearLine();
        host.Error.WriteLine(line);
    });

    /// <summary>Seconds since the run began.</summary>
    public double Seconds => TimeProvider.System.GetElapsedTime(_begun).TotalSeconds;

    public void PassStarted(string what, long? totalBytes, long? totalRows)
    {
        _what = what;
        _totalBytes = totalBytes;
        _pass = TimeProvider.System.GetTimestamp();
    }

    public void Progress(long rows, long bytes)
    {
        double since = TimeProvider.System.GetElapsedTime(_shown).TotalSeconds;
        if (_live ? since < 0.1 : !_plain || since < 30)
        {
            return;
        }

        _shown = TimeProvider.System.GetTimestamp();
        double seconds = Math.Max(1e-3, TimeProvider.System.GetElapsedTime(_pass).TotalSeconds);
        double rate = bytes / seconds;
        string left = _totalBytes is { } total && rate > 0 && total > bytes
            ? string.Create(CultureInfo.InvariantCulture, $", {100.0 * bytes / total:0}%, {(total - bytes) / rate:0} s left")
            : "";
        string line = string.Create(CultureInfo.InvariantCulture,
            $"{command}: {_what}: {rows:N0} rows, {NumberText.Size(bytes)}, {NumberText.Size((long)rate)}/s{left}");
        if (_live)
        {
            host.Error.Write("\r\x1b[K" + line);
            _onLine = true;
        }
        else
        {
            Log.Information("{Line:l}", line);
        }
    }

    public void PassEnded(long rows, long bytes)
    {
        ClearLine();
        if (options.Verbose)
        {
            double seconds = TimeProvider.System.GetElapsedTime(_pass).TotalSeconds;
            Log.Debug("{Command:l}: {What:l}: {Rows:N0} rows, {Size:l}, {Seconds:0.00} s", command, _what, rows, NumberText.Size(bytes), seconds);
        }
    }

    public void Note(string message)
    {
        ClearLine();
        if (!options.Quiet)
        {
            Log.Information("{Command:l}: note: {Message:l}", command, message);
        }
    }

    public void Dispose()
    {
        ClearLine();
        _log?.Dispose();
    }

    private void ClearLine()
    {
        if (_onLine)
        {
            host.Error.Write("\r\x1b[K");
            _onLine = false;
        }
    }
}
