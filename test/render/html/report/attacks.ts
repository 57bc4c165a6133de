// Texts that run script, or fetch something, in pages that take them for markup.

/** What runs script in pages that let it. */
export const attacks = [
  '<script>alert(1)</script>',
  '"><script>alert(1)</script>',
  "'><img src=x onerror=alert(1)>",
  '<svg onload=alert(1)>',
  '</style><script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '" onmouseover="alert(1)" x="',
  "' onfocus='alert(1)' autofocus='",
  '<iframe srcdoc="<script>alert(1)</script>">',
  'javascript:alert(1)',
  '[x](javascript:alert(1))',
  '![x](http://127.0.0.1:1/x.png)',
  '<a href="javascript:alert(1)">x</a>',
  '<!--<img src="--><img src=x onerror=alert(1)//">',
  '<math><mtext></p><script>alert(1)</script>',
  '<base href="//127.0.0.1:1/">',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<link rel=stylesheet href=http://127.0.0.1:1/x.css>',
  '{{constructor.constructor("alert(1)")()}}',
  '\u202e\u0000\u001b[2J',
];
