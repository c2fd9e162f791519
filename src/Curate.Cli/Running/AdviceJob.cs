using System.Globalization;
using System.Text;
using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Cli.Reports;
using Curate.Cli.Reports.Advice;
using Curate.Cli.Reports.Blocks;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Resample.Advice;
using Curate.Core.Running;

namespace Curate.Cli.Running;

/// <summary>Runs <c>curate resample --should-i</c> from arguments to exit code: the report goes to standard output and to <c>--report</c>; no data is written.</summary>
internal sealed class AdviceJob : IDisposable
{
    private readonly CommandSpec _command;
    private readonly Arguments _arguments;
    private readonly CommandHost _host;
    private readonly MethodEntry _entry;
    private readonly OptionValues _methodValues;
    private readonly AdviceOptions _options;
    private readonly RunOptions _run;
    private readonly Session _session;

    private AdviceJob(CommandSpec command, Arguments arguments, CommandHost host)
    {
        _command = command;
        _arguments = arguments;
        _host = host;
        _entry = RowRun.MethodOf(command, arguments);
        ReportOnly.RefuseOutputs(arguments, "should-i");
        foreach (string name in arguments.Values.Names)
        {
            if (AdviceOptionSpecs.All.All(o => o.Name != name))
            {
                RowRun.CheckTaken(command, _entry, name);
            }
        }

        _options = OptionBinder.Bind(new AdviceOptions(), AdviceOptionSpecs.All, arguments.Only(AdviceOptionSpecs.All));
        _run = OptionBinder.Bind(new RunOptions(), RunOptionSpecs.All, arguments.Only(RunOptionSpecs.All));
        _methodValues = arguments.Only(_entry.OptionSpecs);
        CheckMethod();
        if (_run.Report is { } report)
        {
            ReportFiles.Check(report);
        }

        _session = new Session(_run, host, command.Name);
    }

    /// <summary>Parses, cross-validates, reports.</summary>
    public static int Execute(CommandSpec command, Arguments arguments, CommandHost host)
    {
        using var job = new AdviceJob(command, arguments, host);
        return job.Execute();
    }

    public void Dispose() => _session.Dispose();

    private int Execute()
    {
        IRecordSource input = _session.Open(_arguments.Inputs, spool: true);
        if (_run.DryRun)
        {
            OptionSpec[] own = [.. AdviceOptionSpecs.All, .. _entry.OptionSpecs.Where(static o => AdviceOptionSpecs.All.All(a => a.Name != o.Name))];
            _host.WriteOut(DryRun.Describe(_command, null, _run, _arguments, input, _session, own, Advisor.Passes, Advisor.Memory));
            return (int)ExitCode.Done;
        }

        IRecordSource source = _session.View(input);
        AdviceOptions options = AdviceOptionSpecs.Resolve(_options, new StartRequest(new PlanInputs(source, []), _session.Context));
        AdviceReport report = Advisor.Run(_session.Passes, source, options, _entry, _methodValues, _session.Context);
        _session.BadRows.Complete();
        var page = new AdvicePage(report)
        {
            Version = CommandHost.Version,
            Inputs = [.. _session.Files.Select(static f => f.Path.Path)],
            Workers = _run.Workers,
            Seconds = _session.Observer.Seconds,
            LeftOut = _session.WhereViews.Sum(static v => v.Dropped.Total),
            BadRows = new SortedDictionary<string, long>(_session.BadRows.Counts.ToDictionary(), StringComparer.Ordinal),
            Limit = _run.Limit,
        };
        TerminalStyle style = Terminal.Style(_arguments.Last("color") ?? "auto", _host.OutputWidth);
        _host.WriteOut(AdviceReports.Text(page, style, _run.FullReport));
        if (_session.ReportFile is { } file)
        {
            file.Stream.Write(AdviceReports.Of(page, file.Name, _run.FullReport));
            file.Complete();
        }

        _session.Publish();
        if (!_run.Quiet)
        {
            _host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{_command.Name} --should-i: {Figures.Of(report.Rows, "row")}, {Figures.Of(report.Splits, "split")} ({page.Seconds:0.00} s, seed {report.Seed})"));
        }

        return (int)ExitCode.Done;
    }

    /// <summary>The method's own options, as they would be checked without <c>--should-i</c>; those by which features are chosen are taken in any case.</summary>
    private void CheckMethod()
    {
        var own = new OptionValues();
        bool looks = _entry.OptionSpecs.Any(static o => o.Name == "scale") || _methodValues.Of("shrinkage").Count > 0;
        foreach (string name in _methodValues.Names.Where(n => looks || n != "features"))
        {
            foreach (string value in _methodValues.Of(name))
            {
                own.Add(name, value);
            }
        }

        _entry.Bind(own);
    }
}
