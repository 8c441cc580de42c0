/// <reference types="vite/client" />
/// <reference types="@shopify/app-bridge-types" />
