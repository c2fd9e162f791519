using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Formats.Files;

namespace Curate.Cli.Recipes;

/// <summary>
/// Runs a recipe: decides stage after stage over views of the stages before, then copies rows once for each output. Rows are written for a later
/// stage only where they cannot be read as a view: added columns, changed values, another order, or a stage that reads several datasets.
/// </summary>
internal sealed class RecipeRun : IDisposable
{
    private readonly RecipeState _run;
    private readonly RecipeInputs _inputs;

    public RecipeRun(BoundRecipe bound, RecipeChoices choices, RunOptions options, RecipeStore store, CommandHost host)
    {
        _run = new RecipeState(bound, choices, options, store, host);
        _inputs = new RecipeInputs(_run);
    }

    public int Execute()
    {
        var decisions = new RecipeDecisions(_run, _inputs);
        var outputs = new RecipeOutputs(_run, _inputs);
        outputs.Check();
        _run.Store.Start(_run.FilesToWrite().Select(static f => f.Path).Where(static p => !AtomicFile.IsDevice(p)));
        _inputs.Open();
        foreach (BoundStage stage in _run.Bound.Stages)
        {
            if (!_run.Needed.Contains(stage.Stage.Name))
            {
                _run.Root.Observer.Note($"stage '{stage.Stage.Name}' is not run: nothing needs it.");
                continue;
            }

            if (_run.At(stage.Stage.Line, $"stage '{stage.Stage.Name}'", () => decisions.Decide(stage)) is { } gate)
            {
                return gate;
            }
        }

        if (_run.Choices.Only is null)
        {
            outputs.Write();
        }

        return (int)ExitCode.Done;
    }

    /// <summary>Says what the run would do: inputs and checkpoints are looked at, and nothing is decided or written.</summary>
    public int Describe()
    {
        _inputs.Open();
        var text = new RecipeForecast(_run.Bound, _run.Choices, _run.Needed);
        var keys = _run.Rows.ToDictionary(static r => r.Key, static r => r.Value.Key, StringComparer.Ordinal);
        foreach ((string name, RecipeRows rows) in _run.Rows)
        {
            text.Input(name, rows, _inputs.Sessions[name].Files);
        }

        foreach (BoundStage stage in _run.Bound.Stages.Where(s => _run.Needed.Contains(s.Stage.Name)))
        {
            string name = stage.Stage.Name;
            if (stage.Stage.When is { } when && !_run.At(when.Line, $"stage '{name}'", () => _inputs.Holds(when.Text)))
            {
                keys[name] = keys[stage.Stage.From[0].Name];
                text.LeftOut(stage);
                continue;
            }

            keys[name] = RecipeKeys.Of(stage, [.. stage.Stage.From.Select(l => keys[l.Name])], [.. stage.Others.Select(o => o.IsLink ? keys[o.Value] : o.TableOf is { } maker ? RecipeKeys.OfTable(keys[maker]) : RecipeKeys.Of(o.Value))]);
            bool mayUse = keys[name] is not null && !_run.Choices.Fresh && !_run.Anew.Contains(name) && !stage.IsView;
            if (stage.Reporter is not null)
            {
                text.Describing(stage, mayUse && _run.At(stage.Stage.Line, $"stage '{name}'", () => _run.Store.LoadReport(name, keys[name]!)) is not null);
                keys[name] = stage.Stage.From.Count == 1 ? keys[stage.Stage.From[0].Name] : RecipeKeys.OfRows(stage, [.. stage.Stage.From.Select(l => keys[l.Name])]);
                continue;
            }

            (StageFacts Facts, RowPlan Plan)? stored = mayUse ? _run.At(stage.Stage.Line, $"stage '{name}'", () => _run.Store.Load(name, keys[name]!)) : null;
            text.Stage(stage, stored?.Plan, mayUse || stage.IsView ? _run.Store.RowBytesOf(name, keys[name]) : null);
            stored?.Plan.Dispose();
        }

        _run.Host.WriteOut(text.Text(_run.Root.Options.MemoryBytes, _run.Choices.Only is null));
        return (int)ExitCode.Done;
    }

    public void Dispose() => _run.Dispose();
}
