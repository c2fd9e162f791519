namespace Curate.Core.Text;

/// <summary>What shingles are made of.</summary>
public enum ShingleUnit
{
    /// <summary>Words; each character is a word of its own in scripts that put no spaces between words.</summary>
    Auto,

    /// <summary>What stands between spaces, in every script.</summary>
    Words,

    /// <summary>Characters, the single spaces between words among them.</summary>
    Characters,
}
