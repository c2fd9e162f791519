using System.Diagnostics.CodeAnalysis;
using Curate.Core.Errors;

namespace Curate.Core.Options;

/// <summary>Turns raw values into an options record.</summary>
public static class OptionBinder
{
    /// <summary>
    /// Applies <paramref name="values"/> to <paramref name="start"/> in the order of <paramref name="specs"/>, so the result does not
    /// depend on the order on the command line.
    /// </summary>
    /// <exception cref="CurateException">An unknown name, a value that is not of the kind or out of range, a repeat, a missing required option.</exception>
    public static T Bind<T>(T start, IReadOnlyList<OptionSpec<T>> specs, OptionValues values)
    {
        foreach (string name in values.Names)
        {
            if (!Knows(specs, name))
            {
                Unknown(name, specs);
            }
        }

        T options = start;
        foreach (OptionSpec<T> spec in specs)
        {
            IReadOnlyList<string> given = values.Of(spec.Name);
            if (given.Count == 0)
            {
                if (spec.Required)
                {
                    Fail.Usage($"--{spec.Name} is required: {spec.Help}", $"Pass --{spec.Name} with {spec.Expectation}.");
                }

                continue;
            }

            if (given.Count > 1 && !spec.Multiple)
            {
                Fail.Usage($"--{spec.Name} is given {NumberText.Of(given.Count)} times; it takes one value.");
            }

            if (!spec.TryParse(given, out OptionValue value, out string fault))
            {
                Unparsable(spec, fault);
            }

            options = spec.Set(options, value);
        }

        return options;
    }

    private static bool Knows<T>(IReadOnlyList<OptionSpec<T>> specs, string name)
    {
        foreach (OptionSpec<T> spec in specs)
        {
            if (spec.Name == name)
            {
                return true;
            }
        }

        return false;
    }

    [DoesNotReturn]
    private static void Unknown<T>(string name, IReadOnlyList<OptionSpec<T>> specs)
    {
        string? nearest = NameSuggestions.Nearest(name, specs.Select(spec => spec.Name));
        Fail.Usage($"--{name} is not an option here." + (nearest is null ? "" : $" Did you mean --{nearest}?"),
            specs.Count == 0 ? null : "Options: " + string.Join(", ", specs.Select(spec => "--" + spec.Name)) + ".");
    }

    [DoesNotReturn]
    private static void Unparsable(OptionSpec spec, string fault)
    {
        string? nearest = spec.Kind == OptionKind.Choice ? NameSuggestions.Nearest(fault, spec.Choices) : null;
        Fail.Usage($"--{spec.Name} takes {spec.Expectation}, not {Fail.Show(fault)}." + (nearest is null ? "" : $" Did you mean {nearest}?"),
            spec.Default is null ? null : $"Leave it out for the default, {spec.Default}.");
    }
}
