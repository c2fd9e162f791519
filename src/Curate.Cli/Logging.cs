using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Curate.Cli;

/// <summary>Messages of a run, all to standard error: Information = one line a stage, Debug = each pass. Nothing is logged per row.</summary>
internal static class Logging
{
    /// <summary>A logger that writes lines through <paramref name="write"/>.</summary>
    public static Logger Create(bool quiet, bool verbose, Action<string> write) => new LoggerConfiguration()
        .MinimumLevel.Is(quiet ? LogEventLevel.Error : verbose ? LogEventLevel.Debug : LogEventLevel.Information)
        .WriteTo.Sink(new LineSink(write))
        .CreateLogger();

    /// <summary>One plain line an event. The console sink would write past the progress line that has to be cleared first.</summary>
    private sealed class LineSink(Action<string> write) : ILogEventSink
    {
        public void Emit(LogEvent logEvent) => write(logEvent.RenderMessage(CultureInfo.InvariantCulture));
    }
}
