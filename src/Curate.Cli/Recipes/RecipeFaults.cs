using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Curate.Core.Errors;

namespace Curate.Cli.Recipes;

/// <summary>Errors that name the file and the line of a recipe.</summary>
internal sealed class RecipeFaults(string file)
{
    /// <summary>What is wrong on a line; line 0 stands for the command line.</summary>
    [DoesNotReturn]
    public void At(int line, string message, string? hint = null) => throw new CurateException(ErrorCodes.Usage, Place(line) + message, hint);

    /// <summary>A key that is none of those that may stand there.</summary>
    [DoesNotReturn]
    public void Unknown(int line, string what, string name, IEnumerable<string> known)
    {
        string[] all = [.. known];
        string? nearest = NameSuggestions.Nearest(name, all);
        At(line, $"{Fail.Show(name)} is not {what}." + (nearest is null ? "" : $" Did you mean {nearest}?"),
            nearest is null ? "Known: " + string.Join(", ", all.Take(40)) + (all.Length > 40 ? ", ..." : ".") : null);
    }

    /// <summary>The same failure, with the place in front.</summary>
    public CurateException Placed(int line, string? part, CurateException failure) =>
        new(failure.Code, Place(line) + (part is null ? "" : part + ": ") + failure.Message, failure.Hint, failure);

    /// <summary>A part of the recipe, with its place in front.</summary>
    public string Named(int line, string part) => Place(line) + part;

    private string Place(int line) => line <= 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{file}, line {line}: ");
}
