using Curate.Core.Errors;
using Curate.Core.Options;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using static Curate.Cli.Recipes.YamlText;

namespace Curate.Cli.Recipes;

/// <summary>
/// Reads a recipe: YAML whose scalars are all texts, as the words of a command line are. Keys of the recipe itself are checked here, those
/// of commands by <see cref="RecipeBinder"/>.
/// </summary>
internal sealed class RecipeReader
{
    /// <summary>Keys of a stage that are no options of its command.</summary>
    public static IReadOnlyList<string> StageKeys { get; } = ["name", "command", "from", "when", "allow-empty"];

    private static readonly string[] s_top = ["version", "variables", "seed", "inputs", "stages", "outputs"];

    private readonly string _file;
    private readonly RecipeFaults _faults;
    private readonly RecipeVariables _variables;
    private readonly List<RecipeInput> _inputs = [];
    private readonly List<RecipeStage> _stages = [];
    private readonly List<RecipeOutput> _outputs = [];
    private (string Text, int Line)? _seed;

    private RecipeReader(string file)
    {
        _file = file;
        _faults = new RecipeFaults(file);
        _variables = new RecipeVariables(_faults);
    }

    /// <summary>Reads a recipe.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="folder">Where relative paths begin.</param>
    /// <param name="overrides">What <c>--set</c> gives: <c>VARIABLE=VALUE</c>, <c>STAGE.OPTION=VALUE</c>, <c>inputs.NAME=PATH</c>, <c>seed=N</c>.</param>
    /// <exception cref="CurateException">It is no recipe.</exception>
    public static Recipe Read(TextReader text, string file, string folder, IReadOnlyList<string> overrides) => new RecipeReader(file).Read(text, folder, overrides);

    private Recipe Read(TextReader text, string folder, IReadOnlyList<string> overrides)
    {
        YamlMappingNode root = YamlText.Read(text, _faults, "recipe", s_top);
        Dictionary<string, YamlNode> top = Keys(root, "a key of a recipe", s_top);
        if (!top.TryGetValue("version", out YamlNode? version))
        {
            _faults.At(1, "The recipe says no version.", $"Begin it with: version: {Recipe.CurrentVersion}");
        }

        if (Scalar(version, "version") is var number && number != Recipe.CurrentVersion)
        {
            _faults.At(Line(version), $"version {Fail.Show(number)} is not known; this program reads version {Recipe.CurrentVersion}.");
        }

        (string Key, string Value)[] given = [.. overrides.Select(Pair)];
        ReadVariables(top.GetValueOrDefault("variables"), given);
        if (top.TryGetValue("seed", out YamlNode? seed))
        {
            _seed = (Text(seed, "seed"), Line(seed));
        }

        ReadInputs(top.GetValueOrDefault("inputs"));
        ReadStages(top.GetValueOrDefault("stages"));
        ReadOutputs(top.GetValueOrDefault("outputs"));
        foreach ((string key, string value) in given)
        {
            Override(key, value);
        }

        return new Recipe(_file, folder) { Seed = _seed, Inputs = _inputs, Stages = _stages, Outputs = _outputs };
    }

    private void ReadVariables(YamlNode? node, (string Key, string Value)[] given)
    {
        foreach ((YamlScalarNode key, YamlNode value) in Mapping(node, "variables"))
        {
            _variables.Set(Name(key, "variable"), Scalar(value, "a variable"));
        }

        foreach ((string key, string value) in given.Where(g => _variables.Contains(g.Key)))
        {
            _variables.Set(key, value);
        }
    }

    private void ReadInputs(YamlNode? node)
    {
        foreach ((YamlScalarNode key, YamlNode value) in Mapping(node, "inputs"))
        {
            string name = Name(key, "input");
            var options = new RecipeOptions();
            YamlNode paths = value;
            if (value is YamlMappingNode mapping)
            {
                paths = null!;
                foreach ((YamlScalarNode option, YamlNode given) in Mapping(mapping, "an input"))
                {
                    if (option.Value == "path")
                    {
                        paths = given;
                    }
                    else
                    {
                        options.Set(option.Value!, Values(given, option.Value!), Line(option));
                    }
                }

                if (paths is null)
                {
                    _faults.At(Line(key), $"Input '{name}' has no path.", "Write path: FILE, or a list of files.");
                }
            }

            _inputs.Add(new RecipeInput(name, Line(key), Values(paths, "path"), options));
        }

        if (_inputs.Count == 0)
        {
            _faults.At(node is null ? 1 : Line(node), "The recipe names no inputs.", "Add them: inputs: {raw: data.csv}");
        }
    }

    private void ReadStages(YamlNode? node)
    {
        if (node is null)
        {
            return;
        }

        if (node is not YamlSequenceNode list)
        {
            _faults.At(Line(node), "stages is a list: one item, beginning with a dash, for each stage.");
            return;
        }

        foreach (YamlNode item in list.Children)
        {
            if (item is not YamlMappingNode)
            {
                _faults.At(Line(item), "A stage is a mapping: command, method, and options.");
            }

            ReadStage((YamlMappingNode)item);
        }
    }

    private void ReadStage(YamlMappingNode node)
    {
        var options = new RecipeOptions();
        var keys = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach ((YamlScalarNode key, YamlNode value) in Mapping(node, "a stage"))
        {
            if (StageKeys.Contains(key.Value!))
            {
                keys.Add(key.Value!, value);
            }
            else
            {
                options.Set(key.Value!, Values(value, key.Value!), Line(key));
            }
        }

        int line = Line(node);
        if (!keys.TryGetValue("command", out YamlNode? command))
        {
            _faults.At(line, "The stage says no command.", "Add command: dedupe, for example.");
        }

        string does = Text(command, "command");
        string name = keys.TryGetValue("name", out YamlNode? given) ? Name((YamlScalarNode)Only(given, "name"), "stage") : Unnamed(does);
        IReadOnlyList<RecipeLink> from = keys.TryGetValue("from", out YamlNode? source) ? Links(source) : [Before(line, $"stage '{name}'")];
        _stages.Add(new RecipeStage(name, line, does, from, options)
        {
            When = keys.TryGetValue("when", out YamlNode? when) ? (Text(when, "when"), Line(when)) : null,
            AllowEmpty = keys.TryGetValue("allow-empty", out YamlNode? empty) && Flag(empty, "allow-empty"),
        });
    }

    private void ReadOutputs(YamlNode? node)
    {
        foreach ((YamlScalarNode key, YamlNode value) in Mapping(node, "outputs"))
        {
            string path = _variables.Expand(key.Value ?? "", Line(key));
            var options = new RecipeOptions();
            RecipeLink? from = null;
            if (value is YamlMappingNode mapping)
            {
                foreach ((YamlScalarNode option, YamlNode given) in Mapping(mapping, "an output"))
                {
                    if (option.Value == "from")
                    {
                        from = Link(given);
                    }
                    else
                    {
                        options.Set(option.Value!, Values(given, option.Value!), Line(option));
                    }
                }
            }
            else if (value is YamlScalarNode { Value.Length: > 0 } or YamlSequenceNode)
            {
                from = Link(value);
            }

            if (_outputs.Any(o => o.Path == path))
            {
                _faults.At(Line(key), $"Two outputs have the name {Fail.Show(path)}.");
            }

            _outputs.Add(new RecipeOutput(path, Line(key), from ?? Before(Line(key), $"output '{path}'"), options));
        }
    }

    /// <summary>What is read where nothing is said: the stage before, or the only input.</summary>
    private RecipeLink Before(int line, string who)
    {
        if (_stages.Count == 0 && _inputs.Count > 1)
        {
            _faults.At(line, $"The recipe has several inputs, and {who} does not say which it reads.", "Add from: " + _inputs[0].Name + ", or a list.");
        }

        string name = _stages.Count > 0 ? _stages[^1].Name : _inputs[0].Name;
        return new RecipeLink(name, name, line);
    }

    private IReadOnlyList<RecipeLink> Links(YamlNode node)
    {
        if (node is YamlMappingNode)
        {
            return [.. Mapping(node, "from").Select(p => Link(p.Value) with { As = p.Key.Value! })];
        }

        RecipeLink[] links = node is YamlSequenceNode list ? [.. list.Children.Select(Link)] : [Link(node)];
        if (links.Length == 0)
        {
            _faults.At(Line(node), "from names nothing.");
        }

        return links;
    }

    private RecipeLink Link(YamlNode node)
    {
        string name = Text(node, "from");
        string[] known = [.. _inputs.Select(static i => i.Name), .. _stages.Select(static s => s.Name)];
        if (!known.Contains(name))
        {
            _faults.Unknown(Line(node), "an input or an earlier stage", name, known);
        }

        return new RecipeLink(name, name, Line(node));
    }

    private void Override(string key, string value)
    {
        int dot = key.IndexOf('.', StringComparison.Ordinal);
        if (_variables.Contains(key))
        {
            return;
        }

        if (key == "seed")
        {
            _seed = (value, 0);
        }
        else if (dot > 0 && key[..dot] == "inputs" && _inputs.FindIndex(i => i.Name == key[(dot + 1)..]) is >= 0 and var at)
        {
            // What the command line names stands where the command line stands.
            _inputs[at] = _inputs[at] with { Paths = [value == "-" ? value : Path.GetFullPath(value)] };
        }
        else if (dot > 0 && _stages.Find(s => s.Name == key[..dot]) is { } stage && !StageKeys.Contains(key[(dot + 1)..]))
        {
            stage.Options.Set(key[(dot + 1)..], [value], 0);
        }
        else
        {
            string[] known = ["seed", .. _variables.Names, .. _inputs.Select(static i => "inputs." + i.Name), .. _stages.Select(static s => s.Name + ".OPTION")];
            string? nearest = NameSuggestions.Nearest(key, known);
            Fail.Usage($"--set {key}: the recipe has no such variable, input or stage." + (nearest is null ? "" : $" Did you mean {nearest}?"), "It takes " + string.Join(", ", known) + ".");
        }
    }

    private static (string Key, string Value) Pair(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            Fail.Usage($"--set takes KEY=VALUE, not {Fail.Show(text)}.", "For example --set label=species.");
        }

        return (text[..equals], text[(equals + 1)..]);
    }

    private string Unnamed(string command)
    {
        string name = command;
        for (int n = 2; IsTaken(name); n++)
        {
            name = command + "-" + NumberText.Of(n);
        }

        return name;
    }

    private bool IsTaken(string name) => _inputs.Exists(i => i.Name == name) || _stages.Exists(s => s.Name == name);

    private string Name(YamlScalarNode node, string what)
    {
        string name = node.Value ?? "";
        if (name.Length is 0 or > 60 || name.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')))
        {
            _faults.At(Line(node), $"The name of {(what is "input" ? "an" : "a")} {what} has 1 to 60 letters, digits, _ and -, and {Fail.Show(name)} is none.");
        }

        if (what is "input" or "stage" && (IsTaken(name) || name is "inputs" or "seed"))
        {
            _faults.At(Line(node), $"The name '{name}' is taken.", "Names of inputs and stages are unique; inputs and seed are words of the recipe.");
        }

        return name;
    }

    private IEnumerable<(YamlScalarNode Key, YamlNode Value)> Mapping(YamlNode? node, string what)
    {
        if (node is null or YamlScalarNode { Value: null or "" })
        {
            yield break;
        }

        if (node is not YamlMappingNode mapping)
        {
            _faults.At(Line(node), $"{what} takes keys with values, written KEY: VALUE.");
            yield break;
        }

        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value.Length: > 0 } scalar)
            {
                _faults.At(Line(key), "A key is a plain word.");
                yield break;
            }

            yield return (scalar, value);
        }
    }

    private Dictionary<string, YamlNode> Keys(YamlMappingNode node, string what, string[] known)
    {
        var keys = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach ((YamlScalarNode key, YamlNode value) in Mapping(node, "a recipe"))
        {
            if (!known.Contains(key.Value!))
            {
                _faults.Unknown(Line(key), what, key.Value!, known);
            }

            keys.Add(key.Value!, value);
        }

        return keys;
    }

    /// <summary>The texts that an option is given: one, a list of them, or NAME=VALUE for each pair of a mapping.</summary>
    private List<string> Values(YamlNode node, string option) => node switch
    {
        YamlSequenceNode list when list.Children.Count > 0 => [.. list.Children.Select(item => Text(item, option))],
        YamlMappingNode mapping when mapping.Children.Count > 0 => [.. Mapping(mapping, option).Select(p => _variables.Expand(p.Key.Value!, Line(p.Key)) + "=" + Text(p.Value, option))],
        _ => [Text(node, option)],
    };

    private string Text(YamlNode node, string what) => _variables.Expand(Scalar(node, what), Line(node));

    private bool Flag(YamlNode node, string what)
    {
        string text = Text(node, what);
        if (text is not ("true" or "false"))
        {
            _faults.At(Line(node), $"{what} takes true or false, not {Fail.Show(text)}.");
        }

        return text == "true";
    }

    private string Scalar(YamlNode node, string what)
    {
        var scalar = (YamlScalarNode)Only(node, what);
        if (scalar.Value is null || (scalar.Value.Length == 0 && scalar.Style == ScalarStyle.Plain))
        {
            _faults.At(Line(node), $"{what} has no value.");
        }

        return scalar.Value;
    }

    private YamlNode Only(YamlNode node, string what)
    {
        if (node is not YamlScalarNode)
        {
            _faults.At(Line(node), $"{what} takes one value here.");
        }

        return node;
    }
}
