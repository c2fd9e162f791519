using System.Globalization;
using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Cli.Reports;
using Curate.Cli.Reports.Check;
using Curate.Cli.Running;
using Curate.Core.Check;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Formats.Files;

namespace Curate.Cli.Recipes;

/// <summary><c>check</c> as a stage: a gate on the rows that the stage reads.</summary>
internal sealed class CheckStage : IReportStage
{
    // Choices that say where a command line prints, and what it does in place of checking.
    private static readonly string[] s_ofCommand = ["format", "output", "infer", "rules-schema"];

    private readonly RunOptions _options;
    private readonly CheckSelection _selection;
    private readonly IReadOnlyList<(string Format, string Path)> _reports;
    private readonly string? _failures;

    private CheckStage(OptionValues values, RunOptions options, Func<string, string> resolve)
    {
        _options = options;
        _selection = new CheckSelection(values, resolve);
        _reports = [.. _selection.Choices.Reports.Select(CheckFormats.Parse).Select(r => (r.Format, resolve(r.Path)))];
        _failures = _selection.Choices.Failures is { } failures ? resolve(failures) : null;
        Files = [.. _reports.Select(static r => ("report", r.Path)), .. _failures is null ? [] : new[] { ("failures", _failures) }];
        Reads =
        [
            .. _selection.Choices.Rules.Select(r => ("rules", resolve(r))),
            .. _selection.Rules.SelectMany(static r => r.Files).Distinct(StringComparer.Ordinal).Select(static f => ("rules", f)),
        ];
    }

    public static ReportStageKind Kind { get; } = new(CheckCommand.Spec,
        [.. CheckOptionSpecs.All, .. CheckChoices.All.Where(static o => !s_ofCommand.Contains(o.Name)), .. CheckRegistry.All.SelectMany(static c => c.OptionSpecs).DistinctBy(static o => o.Name)],
        ReportStageKind.Only("where", "limit", "report-detail", "seed"),
        static (values, options, resolve) => new CheckStage(values, options, resolve))
    {
        InputOptions = ["against"],
        NamesInputs = true,
        Refused = new Dictionary<string, string>
        {
            ["format"] = "Write report: FORMAT=FILE.",
            ["infer"] = "It writes rules and checks nothing: run curate check DATA --infer -o rules.yaml.",
            ["rules-schema"] = "It checks nothing: run curate check --rules-schema.",
        },
        Reports = static a => ("report", [.. a.Last("output") is { } path and not "-" ? [CheckFormats.Of(a.Last("format"), path) + "=" + path] : Array.Empty<string>(), .. a.Values.Of("report")]),
    };

    public IReadOnlyList<(string Option, string Path)> Files { get; }

    public IReadOnlyList<(string Option, string Path)> Reads { get; }

    public bool IsGate => !_selection.Choices.ExitZero;

    public bool IsRepeatable => _selection.Now is not null || !_selection.Rules.Any(static r => r.AsksForTime);

    public string Passes => _selection.Passes;

    public string Memory => _selection.Memory;

    public StageReport Report(ReportRequest request)
    {
        Session session = request.Session;
        long begun = TimeProvider.System.GetTimestamp();
        CheckSettings settings = CheckOptionSpecs.Resolve(_selection.Settings, request.Rows);
        IRecordSource view = session.View(request.Rows);
        var run = new CheckRun(session, _selection, path => request.Open([path]));
        foreach ((string name, string value, IRecordSource? rows) in request.Others)
        {
            if (rows is null)
            {
                run.Against(name, value);
            }
            else
            {
                run.Against(name, rows);
            }
        }

        IReadOnlyList<CheckResult> results = run.Run(view, request.Name, settings, _failures is null ? null : planned => Kept(request, planned));
        if (request is { Input: { } input, Root: { } root } && _options.Where is null && input.BadRows.Counts.Count == 0)
        {
            results = CheckPlaces.Place(results, session.Passes, root, [.. input.Files.Select(static f => f.Path.Path)]);
        }

        var page = new CheckPage(results)
        {
            Name = request.Name,
            Path = request.Path,
            Version = CommandHost.Version,
            Seed = _options.Seed,
            Workers = _options.Workers,
            Seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds,
            Inputs = request.Input is null ? [request.Name] : [.. request.Input.Files.Select(static f => f.Path.Path)],
            Against = [.. request.Others.Select(static o => o.Name)],
            LeftOut = session.WhereViews.Count == 0 ? 0 : session.WhereViews[0].Dropped.Total,
            BadRows = request.Input?.BadRows.Counts ?? new Dictionary<string, long>(),
            Limit = _options.Limit,
            NotRun = _selection.NotRun,
        };
        string? closed = CheckGate.Closed(page, _selection.Choices.FailOn, "fail-on");
        return new StageReport
        {
            Rows = view.RowCount ?? session.Passes.Each(view, ReadRequest.CountOnly, "count rows", static _ => { }),
            Said = string.Create(CultureInfo.InvariantCulture, $"check: {CheckOutline.Sentence(page)} ({page.Seconds:0.00} s, seed {page.Seed}){(closed is null || IsGate ? "" : "; " + closed + ", and exit-zero lets it pass")}"),
            Text = Written(page, "text"),
            Files = [.. _reports.Select(r => (byte[]?)Written(page, r.Format)), .. _failures is null ? [] : new byte[]?[] { null }],
            Failure = IsGate ? closed : null,
        };
    }

    private byte[] Written(CheckPage page, string format) => CheckReports.Write(page, format, _options.FullReport, TerminalStyle.Plain);

    /// <summary>Failing rows may be many: they wait in a file, not in the stored report.</summary>
    private IRecordSinkFormat Kept(ReportRequest request, IRecordSource planned) => RecipeFiles.Sink(request.Session, request.Keep(_failures!), planned);
}
