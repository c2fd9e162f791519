namespace Curate.Core.Dedupe;

/// <summary>What is done to key texts before they are compared.</summary>
[Flags]
public enum KeyNormalization
{
    None = 0,
    /// <summary>Simple Unicode lower case, culture-free.</summary>
    Lower = 1,
    /// <summary>Runs of white space become one space; none at the ends.</summary>
    Space = 2,
    /// <summary>Unicode normalisation form C.</summary>
    Nfc = 4,
}
