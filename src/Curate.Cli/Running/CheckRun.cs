using Curate.Core.Check;
using Curate.Core.Check.Rules;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Profile;
using Curate.Core.Profile.Comparison;
using Curate.Core.Running;

namespace Curate.Cli.Running;

/// <summary>Runs checks on rows and on what they are compared with: what the command and the stage of a recipe have in common.</summary>
/// <param name="session">The run: its views, passes and limits.</param>
/// <param name="selection">What to check.</param>
/// <param name="open">Opens a path as a dataset, read as the rows are.</param>
internal sealed class CheckRun(Session session, CheckSelection selection, Func<string, IRecordSource> open)
{
    private readonly List<(string Name, IRecordSource Rows)> _others = [];
    private readonly List<ComparisonSide> _profiles = [];

    /// <summary>Adds a dataset to compare with.</summary>
    public void Against(string name, IRecordSource rows) => _others.Add((name, session.View(rows)));

    /// <summary>Adds what a path names: a saved state, or a dataset.</summary>
    public void Against(string name, string path)
    {
        if (File.Exists(path) && StateHead.IsState(path))
        {
            _profiles.Add(ProfileReference.OfState(path));
            return;
        }

        Against(name, open(path));
    }

    /// <summary>What a value of <c>--against</c> names and what it calls it: <c>PATH</c>, or <c>NAME=PATH</c> where no file has the whole as its name.</summary>
    public static (string Name, string Path) Named(string text, Func<string, bool> isThere)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        bool named = equals > 0 && !isThere(text) && text.AsSpan(0, equals).IndexOfAny('/', '\\') < 0;
        return named ? (text[..equals], text[(equals + 1)..]) : (text, text);
    }

    /// <summary>Runs all checks.</summary>
    /// <param name="main">The rows, seen through the options of the run.</param>
    /// <param name="name">What messages call them.</param>
    /// <param name="settings">Roles with the names of columns that they mean.</param>
    /// <param name="failures">Makes the file of failing rows, in the format that it asks for; null where nobody wants them.</param>
    public IReadOnlyList<CheckResult> Run(IRecordSource main, string name, CheckSettings settings, Func<IRecordSource, IRecordSinkFormat>? failures)
    {
        using var inputs = new CheckInputs
        {
            Passes = session.Passes,
            Main = main,
            MainName = name,
            Others = [.. _others.Select(static o => o.Rows)],
            OtherNames = [.. _others.Select(static o => o.Name)],
            Profiles = _profiles,
            Settings = settings,
            Now = selection.Now,
            KeepsFailures = failures is not null,
            OpenFile = open,
            ProfileOf = ProfileOf,
        };
        CheckResult[] results = [.. selection.Checks.Select(c => c.Run(inputs))];
        if (failures is not null)
        {
            Write(inputs, failures);
        }

        return results;
    }

    private ComparisonSide ProfileOf(string path)
    {
        if (File.Exists(path) && StateHead.IsState(path))
        {
            return ProfileReference.OfState(path, "a rule on distributions");
        }

        return ProfileRun.Run(session.Passes, open(path), new ProfileOptions { MostAssociations = 0, Duplicates = false }).Side(path);
    }

    private void Write(CheckInputs inputs, Func<IRecordSource, IRecordSinkFormat> failures)
    {
        if (inputs.Main.HasColumn(FailingRows.Column) && inputs.Main.Schema.Contains(FailingRows.Column))
        {
            Fail.With(ErrorCodes.ColumnExists, $"--failures adds the column {FailingRows.Column}, and the data has one.", "Rename it with curate convert.");
        }

        long rows = inputs.Main.RowCount ?? session.Passes.Each(inputs.Main, ReadRequest.CountOnly, "count rows", static _ => { });
        using var plan = new FailingRows(inputs.Failures, rows) { InputRows = rows };
        IRecordSinkFormat format = failures(new PlannedSource(inputs.Main, plan, session.Context));
        new RowCopy(session.Passes).Plan(Outputs.Typed(session.Passes, inputs.Main, format), plan, format);
    }
}
