namespace Curate.Core.Text;

/// <summary>What one sign of a pattern with wildcards stands for, apart from the star.</summary>
public interface IWildcardSign
{
    /// <summary>Whether the sign that a pattern begins with matches a character, and how long it is.</summary>
    static abstract bool Matches(ReadOnlySpan<char> pattern, char c, out int length);
}
