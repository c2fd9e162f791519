using System.Globalization;
using System.Text;
using Curate.TestKit;

namespace Curate.Cli.Tests.Recipes;

/// <summary>A random recipe over a generated table, and the same stages as command lines that hand files on.</summary>
internal sealed class RandomRecipe
{
    private readonly SplitMix64 _random;
    private readonly List<(string Name, string Command, string[] From, (string Option, string Value)[] Options, bool Narrow)> _stages = [];
    private readonly HashSet<string> _outputs = [];

    public RandomRecipe(ulong seed, string extension)
    {
        _random = new SplitMix64(seed);
        Extension = extension;
        int count = 3 + Next(4);
        for (int i = 0; i < count; i++)
        {
            AddStage(i);
        }

        _outputs.Add(_stages[^1].Name);
        foreach ((string name, _, _, _, _) in _stages)
        {
            if (Next(3) == 0)
            {
                _outputs.Add(name);
            }
        }
    }

    public string Extension { get; }

    public IReadOnlyCollection<string> Outputs => _outputs;

    /// <summary>The recipe; it stands beside <c>in.EXTENSION</c>.</summary>
    public string Yaml()
    {
        var yaml = new StringBuilder("version: 1\ninputs: {raw: in" + Extension + "}\nstages:\n");
        foreach ((string name, string command, string[] from, (string, string)[] options, _) in _stages)
        {
            yaml.Append("- name: ").Append(name).Append("\n  command: ").Append(command).Append("\n  from: [").AppendJoin(", ", from).Append("]\n");
            foreach ((string option, string value) in options)
            {
                yaml.Append("  ").Append(option).Append(": \"").Append(value).Append("\"\n");
            }
        }

        yaml.Append("outputs:\n");
        foreach (string output in _outputs)
        {
            yaml.Append("  ").Append(output).Append(Extension).Append(": {from: ").Append(output).Append(", no-provenance: true}\n");
        }

        return yaml.ToString();
    }

    /// <summary>Runs the stages one by one through files <c>chain-NAME.EXTENSION</c>.</summary>
    public void RunThroughFiles(ScratchFolder folder)
    {
        string File(string name) => folder.Path(name == "raw" ? "in" + Extension : "chain-" + name + Extension);
        foreach ((string name, string command, string[] from, (string Option, string Value)[] options, _) in _stages)
        {
            IEnumerable<string> inputs = command == "mix" ? from.Select(f => f + "=" + File(f)) : from.Select(File);
            InProcess.Ok([command, .. inputs, .. options.SelectMany(static o => o.Value == "true" ? [$"--{o.Option}"] : (string[])[$"--{o.Option}", o.Value]), "-o", File(name), "--no-provenance", "-q"]);
        }
    }

    private void AddStage(int number)
    {
        string name = "s" + number.ToString(CultureInfo.InvariantCulture);
        string[] wide = ["raw", .. _stages.Where(static s => !s.Narrow).Select(static s => s.Name)];
        string last = wide[^1];
        string from = Next(4) == 0 ? wide[Next(wide.Length)] : last;
        string seed = Next(1000).ToString(CultureInfo.InvariantCulture);
        bool shuffled = Next(2) == 0;
        switch (Next(18))
        {
            case 0:
                Stage(name, "convert", from, [("where", "whole > 100")]);
                break;
            case 1:
                Stage(name, "convert", from, [("where", "label <> 'a' or flag"), ("limit", "90")]);
                break;
            case 2:
                Stage(name, "convert", from, [("columns", "!date"), ("rename", "text=body")], narrow: true);
                break;
            case 3:
                Stage(name, "dedupe", from, [("keep", shuffled ? "longest" : "last"), ("where", "number is not null")]);
                break;
            case 4:
                Stage(name, "dedupe", from, [("key", "label,group,flag"), ("mark", "true"), ("replace-columns", "true")]);
                break;
            case 5:
                Stage(name, "dedupe", from, [("key", "group,flag,label")]);
                break;
            case 6:
                Stage(name, "select", from, [("fraction", "0.6"), ("seed", seed)]);
                break;
            case 7:
                Stage(name, "select", from, [("method", "stratified"), ("by", "label"), ("fraction", "0.5"), ("seed", seed)]);
                break;
            case 8:
                Stage(name, "resample", from, [("label", "label"), ("seed", seed)]);
                break;
            case 9:
                Stage(name, "resample", from, [("method", "random-under"), ("label", "flag"), ("seed", seed)]);
                break;
            case 10:
                Stage(name, "resample", from, [("method", "smote"), ("label", "flag"), ("features", "whole"), ("order", shuffled ? "shuffled" : "input"), ("seed", seed)]);
                break;
            case 11:
                Stage(name, "shuffle", from, [("seed", seed)]);
                break;
            case 12:
                Stage(name, "split", from, [("label", "label"), ("folds", "4"), ("column", "fold" + number.ToString(CultureInfo.InvariantCulture)), ("seed", seed)]);
                break;
            case 13:
                Stage(name, "resample", from, [("label", "label"), ("as", "weights"), ("replace-columns", "true")]);
                break;
            case 14:
                Stage(name, "split", from, [("label", "group"), ("column", "set" + number.ToString(CultureInfo.InvariantCulture)), ("seed", seed)]);
                break;
            case 15:
                Stage(name, "select", from, [("bytes", "5000"), ("seed", seed)]);
                break;
            case 16:
                Stage(name, "dedupe", from, [("key", "label,whole"), ("keep", shuffled ? "longest" : "shortest"), ("cluster-size", "true"), ("replace-columns", "true")]);
                break;
            default:
                // Two sources: the input, and what came of it; their columns may differ.
                _stages.Add((name, "mix", from == "raw" ? ["raw"] : ["raw", from],
                    [.. from == "raw" ? ((string, string)[])[] : [("share", $"raw=1,{from}=2")], ("rows", "120"), ("seed", seed)], false));
                break;
        }
    }

    private void Stage(string name, string command, string from, (string, string)[] options, bool narrow = false) => _stages.Add((name, command, [from], options, narrow));

    private int Next(int below) => (int)(_random.Next() % (ulong)below);
}
