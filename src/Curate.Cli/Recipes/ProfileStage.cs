using System.Globalization;
using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Cli.Reports;
using Curate.Cli.Reports.Profile;
using Curate.Cli.Running;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Profile;
using Curate.Core.Profile.Comparison;
using Curate.Core.Profile.Report;
using Curate.Formats.Parquet;

namespace Curate.Cli.Recipes;

/// <summary><c>profile</c> as a stage: the report of the command about the rows that the stage reads.</summary>
internal sealed class ProfileStage : IReportStage
{
    private readonly RunOptions _options;
    private readonly ProfileOptions _given;
    private readonly ProfileChoices _choices;
    private readonly ProfileFormat _format;
    private readonly (string Name, string Value)[] _values;

    private ProfileStage(OptionValues values, RunOptions options, Func<string, string> resolve)
    {
        _options = options;
        _given = OptionBinder.Bind(new ProfileOptions { Columns = options.Columns }, ProfileOptionSpecs.All, values.Only(ProfileOptionSpecs.All));
        _choices = OptionBinder.Bind(new ProfileChoices(), ProfileChoices.All, values.Only(ProfileChoices.All));
        _format = ProfileReports.FormatOf(_choices.Format, options.Report);
        _values = [.. values.Names.Where(static n => !StateHead.PerShard.Contains(n, StringComparer.Ordinal)).SelectMany(n => values.Of(n).Select(v => (n, v)))];
        AlertGate.Check(options.FailOn);
        Files = _choices.SaveState is { } state ? [(ProfileChoices.SaveStateOption.Name, resolve(state))] : [];
    }

    public static ReportStageKind Kind { get; } = new(ProfileCommand.Spec, [.. ProfileOptionSpecs.All, .. ProfileChoices.All],
        [.. ReportStageKind.Only("where", "columns", "limit", "report", "report-detail", "seed"), ProfileChoices.FailOnOption],
        static (values, options, resolve) => new ProfileStage(values, options, resolve))
    {
        InputOptions = [ProfileChoices.AgainstOption.Name],
        Reports = static a => ("report", a.Last("output") is { } path and not "-" ? [path] : []),
    };

    public bool IsGate => _options.FailOn.Count > 0;

    public string Passes => ProfileCommand.Passes;

    public string Memory => ProfileCommand.Memory;

    public IReadOnlyList<(string Option, string Path)> Files { get; }

    public StageReport Report(ReportRequest request)
    {
        Session session = request.Session;
        long begun = TimeProvider.System.GetTimestamp();
        ProfileOptions options = ProfileOptionSpecs.Resolve(_given, request.Rows);
        if (options.Columns.Count == 0 && Leaves(request) is { } leaves)
        {
            options = options with { Columns = leaves };
        }

        TableSummary table = ProfileRun.Run(session.Passes, session.View(request.Rows), options);
        long? bytes = request.Path is null ? null : request.Rows.SizeBytes;
        long leftOut = session.WhereViews.Sum(static v => v.Dropped.Total);
        ComparisonSide? reference = Reference(request, options, out IRecordSource? other);
        ProfileReport report = table.Finish(options, request.Name, request.Path, bytes, reference, session.Context.Workers) with
        {
            Limit = _options.Limit,
            Storage = request.Path is null ? null : ParquetSource.StorageOf(request.Rows),
            Dependencies = ProfileDependencies.Of(session.Passes, session.View(request.Rows), options, request.Others.Count > 0, other),
            Diversity = ProfileRun.Diversity(session.Passes, session.View(request.Rows), options),
        };
        var page = new ProfilePage(report)
        {
            Version = CommandHost.Version,
            Workers = _options.Workers,
            Seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds,
            Inputs = [request.Path ?? request.Name],
            LeftOut = leftOut,
        };
        var files = new List<byte[]?>();
        if (_options.Report is not null)
        {
            files.Add(Written(page, _format));
        }

        if (Files.Count > 0)
        {
            files.Add(State(new ProfileState(table)
            {
                Name = request.Name,
                Path = request.Path,
                Bytes = bytes,
                Limit = _options.Limit,
                LeftOut = leftOut,
                Associations = options.Associations,
            }));
        }

        return new StageReport
        {
            Rows = report.Rows,
            Said = string.Create(CultureInfo.InvariantCulture,
                $"profile: {Figures.Of(report.Rows, "row")}, {Figures.Of(report.Columns.Count, "column")}, {Figures.Of(report.Alerts.Count, "alert")} ({page.Seconds:0.00} s, seed {report.Seed})"),
            Text = Written(page, ProfileFormat.Text),
            Files = files,
            Failure = AlertGate.Closed(report.Alerts, _options.FailOn, "fail-on"),
        };
    }

    private byte[] Written(ProfilePage page, ProfileFormat format) => ProfileReports.Write(page, format, _options.FullReport, TerminalStyle.Plain, showTime: false);

    private byte[] State(ProfileState state)
    {
        using var content = new MemoryStream();
        StateHead.Write(content, ProfileCommand.Spec.Name, _options.Seed, [state.Name], _values, [], 0, 1, state.Table.Rows, state.Save);
        return content.ToArray();
    }

    private static ComparisonSide? Reference(ReportRequest request, ProfileOptions options, out IRecordSource? other)
    {
        other = null;
        if (request.Others.Count == 0)
        {
            return null;
        }

        (_, string name, IRecordSource? rows) = request.Others[0];
        if (rows is null && request.Others.Count == 1 && StateHead.IsState(name))
        {
            return ProfileReference.OfState(name);
        }

        if (request.Others.Count > 1 && request.Others.Any(static o => o.Rows is not null))
        {
            Fail.Usage("against takes one input or stage of the recipe, or paths.", "Make several one dataset first, with a stage that reads them.");
        }

        string all = request.Others.Count == 1 ? name : $"{name} and {Figures.Count(request.Others.Count - 1)} more";
        other = request.Session.View(rows ?? request.Open([.. request.Others.Select(static o => o.Value)]));
        return ProfileReference.OfRows(request.Session.Passes, other, options, all);
    }

    /// <summary>Columns with structs of Parquet files replaced by their fields, as the command does; null where there are none.</summary>
    private static List<string>? Leaves(ReportRequest request)
    {
        if (request.Root is not { } root || ParquetSource.LeafPaths(root) is not { } paths)
        {
            return null;
        }

        var leaves = new List<string>();
        foreach (string column in request.Rows.Schema.Fields.Select(static f => f.Name))
        {
            string[] below = [.. paths.Where(p => p.StartsWith(column + ".", StringComparison.Ordinal) && request.Rows.HasColumn(p))];
            leaves.AddRange(below.Length > 0 && !paths.Contains(column, StringComparer.Ordinal) ? below : [column]);
        }

        return leaves;
    }
}
